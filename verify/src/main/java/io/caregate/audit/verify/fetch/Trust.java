package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Which servers a token and a secret may be sent to. */
final class Trust {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");

    private Trust() {}

    /** The address of a realm, without a slash at its end. Without TLS it has to be on this machine. */
    static URI issuer(String given) throws UnreadableException {
        String written = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        URI issuer;
        try {
            issuer = URI.create(written);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("--issuer " + given + ": not an address", e);
        }
        String host = issuer.getHost() == null ? "" : issuer.getHost().toLowerCase(Locale.ROOT);
        boolean isSecure = "https".equals(issuer.getScheme());
        boolean isLocal =
                "http".equals(issuer.getScheme()) && LOOPBACK.matcher(host).matches();
        if (host.isEmpty()
                || !(isSecure || isLocal)
                || issuer.getRawQuery() != null
                || issuer.getRawFragment() != null
                || issuer.getRawUserInfo() != null) {
            throw new UnreadableException("--issuer " + given + ": give the address of the realm, such as"
                    + " https://sso.example.org/realms/healthcare; http is for this machine only");
        }
        return issuer;
    }

    /** Trusts the servers whose certificate leads to one of those in this PEM file, and no others. */
    static SSLSocketFactory of(Path authorities) throws IOException, UnreadableException {
        try (InputStream in = Files.newInputStream(authorities)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new CertificateException("it holds no certificate");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new UnreadableException("--ca " + authorities + ": " + e.getMessage(), e);
        }
    }
}
