package io.caregate.audit.verify.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caregate.audit.verify.UnreadableException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    /** For this address, and for another machine's. */
    @Test
    void certificateWhenItsAuthorityIsGivenThenAcceptedForItsHostOnly() throws Exception {
        Path own = certificate("own", "ip:127.0.0.1");
        Path other = certificate("other", "ip:192.0.2.7");
        HttpsServer server = serving("own");
        HttpsServer wrong = serving("other");
        try {
            assertThat(get(server, Trust.of(own)).body()).isEqualTo("fine");
            assertRefused(server, null);
            assertRefused(server, Trust.of(other));
            assertRefused(wrong, Trust.of(other));
        } finally {
            server.stop(0);
            wrong.stop(0);
        }
    }

    @Test
    void authoritiesWhenTheFileHoldsNoneThenRefused() throws Exception {
        for (String content : List.of("", "no certificate")) {
            Path file = Files.writeString(folder.resolve("ca.pem"), content);
            assertThatThrownBy(() -> Trust.of(file))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("--ca " + file);
        }
    }

    private static void assertRefused(HttpsServer server, @Nullable SSLSocketFactory tls) {
        assertThatThrownBy(() -> get(server, tls))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("the certificate of 127.0.0.1 is not accepted")
                .hasMessageContaining("--ca");
    }

    private static HttpCalls.Answer get(HttpsServer server, @Nullable SSLSocketFactory tls) throws Exception {
        List<Duration> pauses = new ArrayList<>();
        HttpCalls calls = new HttpCalls(tls, Duration.ofSeconds(10), Clock.systemUTC(), pauses::add);
        return calls.get(URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/"), "token");
    }

    private HttpsServer serving(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write(new byte[] {'f', 'i', 'n', 'e'});
            exchange.close();
        });
        server.start();
        return server;
    }

    private Path certificate(String name, String host) throws Exception {
        String store = folder.resolve(name + ".p12").toString();
        Path certificate = folder.resolve(name + ".pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=test",
                "-ext",
                "san=" + host,
                "-alias",
                "a",
                "-storetype",
                "PKCS12",
                "-keystore",
                store,
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "a",
                "-keystore",
                store,
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString());
        return certificate;
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    }
}
