package io.caregate.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A key pair with a certificate of its own, made by the JDK's keytool.
 *
 * @param store PKCS #12, under {@link #PASSWORD}
 * @param certificate PEM
 */
public record KeyFile(Path store, Path certificate) {
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "key";

    /** A new one for TLS, of the subject {@code CN=name}. */
    public static KeyFile make(Path folder, String name, String subjectAlternativeName) {
        return make(folder, name, "-keyalg", "EC", "-ext", "san=" + subjectAlternativeName);
    }

    /** A new RSA key for signatures, whose certificate is valid for a server whose clock is years off too. */
    static KeyFile makeRsa(Path folder, String name) {
        return make(folder, name, "-keyalg", "RSA", "-keysize", "2048", "-startdate", "-9y", "-validity", "7300");
    }

    private static KeyFile make(Path folder, String name, String... options) {
        var made = new KeyFile(folder.resolve(name + ".p12"), folder.resolve(name + ".pem"));
        String store = made.store.toString();
        List<String> generate = new ArrayList<>(List.of(options));
        generate.addAll(0, List.of("-genkeypair", "-alias", ALIAS, "-dname", "CN=" + name));
        generate.addAll(List.of("-keystore", store, "-storetype", "PKCS12"));
        keytool(generate.toArray(String[]::new));
        keytool("-exportcert", "-rfc", "-alias", ALIAS, "-file", made.certificate.toString(), "-keystore", store);
        return made;
    }

    /** A store that trusts these certificates and no others, in the format of {@link #store()}. */
    public static Path trustStore(Path file, KeyFile... trusted) {
        for (KeyFile each : trusted) {
            keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    each.certificate.getFileName().toString(),
                    "-file",
                    each.certificate.toString(),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString());
        }
        return file;
    }

    /** The private key in PKCS #8. */
    byte[] privateKey() {
        try {
            return read(store).getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** TLS that shows this certificate; whom it trusts is what the JDK says. */
    public SSLContext tls() {
        return tls(this, null);
    }

    /** TLS that shows this certificate and trusts those in a {@link #trustStore}. */
    public SSLContext tlsTrusting(Path trustStore) {
        return tls(this, trustStore);
    }

    /** TLS that shows no certificate and trusts those in a {@link #trustStore}. */
    public static SSLContext tlsWithoutKey(Path trustStore) {
        return tls(null, trustStore);
    }

    private static SSLContext tls(@Nullable KeyFile shown, @Nullable Path trustStore) {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(shown == null ? null : read(shown.store), shown == null ? null : PASSWORD.toCharArray());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore == null ? null : read(trustStore));
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore read(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore read = KeyStore.getInstance("PKCS12");
            read.load(in, PASSWORD.toCharArray());
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        try {
            Command.run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
