package io.caregate.audit.verify.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.fetch.TestRealmServer.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's side of HTTP, against a server that answers as Keycloak does, or does not. */
class ConnectionTest {
    @TempDir
    private Path folder;

    private final TestRealmServer server = new TestRealmServer();
    private final List<Duration> pauses = new ArrayList<>();
    private @Nullable String secret = "s&cret";
    private @Nullable Path clientKey;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchWhenTheLogGrowsThenOnlyWhatIsNewIsAskedFor() throws Exception {
        server.log.add(5, "a");
        assertThat(fetch().line()).startsWith("5 new entries, 1 to 5; all 5 in order");
        server.log.add(2, "b").add(2, "c");
        assertThat(fetch().line()).startsWith("4 new entries, 6 to 9; all 9 in order");
        assertThat(server.asked).containsExactly("export", "checkpoints?limit=1000", "export?after=5");
        assertThat(server.forms).hasSize(2).allSatisfy(form -> assertThat(form)
                .isEqualTo(Map.of(
                        "grant_type", "client_credentials", "client_id", "auditors", "client_secret", "s&cret")));
    }

    @Test
    void tokenWhenItIsOldOrRefusedThenANewOne() throws Exception {
        server.log.add(5, "a");
        Connection connection = connection();
        try (Archive archive = Archive.open(folder)) {
            LogSource log = connection.log(archive);
            log.checkpointsAbove(0);
            log.checkpointsAbove(0);
            assertThat(server.forms).hasSize(1);
            server.revoke();
            assertThat(log.checkpointsAbove(0)).hasSize(1);
            assertThat(server.forms).hasSize(2);
            server.lifetime = 10;
            server.revoke();
            log.checkpointsAbove(0);
            log.checkpointsAbove(0);
            assertThat(server.forms).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, 7, PT7S",
        "503, '', PT1S",
        "502, x, PT1S",
        "500, 0, PT0S",
        "503, 'Sat, 31 Jan 2026 08:15:09 GMT', PT9S"
    })
    void serverWhenItIsBusyThenAskedAgainWhenItSays(int status, String retryAfter, Duration pause) throws Exception {
        server.log.add(5, "a");
        Map<String, String> headers = retryAfter.isEmpty() ? Map.of() : Map.of("Retry-After", retryAfter);
        server.replies.add(new Reply(status, "{\"detail\":\"busy\"}", headers, 0));
        assertThat(fetch().line()).startsWith("5 new entries");
        assertThat(pauses).containsExactly(pause);
    }

    /** Nothing in a list is verified before all of it is here. */
    @Test
    void checkpointsWhenTheServerSendsManyMegabytesThenNotAllAreAskedFor() throws Exception {
        for (int i = 0; i < 10; i++) {
            String note = "x".repeat(3 << 20);
            server.replies.add(
                    Reply.of(200, "{\"checkpoints\":[{\"size\":9,\"note\":\"" + note + "\"}],\"next\":" + i + "}"));
        }
        try (Archive archive = Archive.open(folder)) {
            assertThat(connection().log(archive).checkpointsAbove(0)).hasSize(3);
        }
        assertThat(server.replies).hasSize(7);
    }

    @Test
    void serverWhenItStaysAwayThenSaidSoAndTheFolderUnchanged() throws Exception {
        server.log.add(5, "a");
        fetch();
        byte[] state = Files.readAllBytes(folder.resolve("state.json"));
        for (int i = 0; i < 4; i++) {
            server.replies.add(Reply.of(503, "{\"detail\":\"no database\"}"));
        }
        assertThatThrownBy(this::fetch)
                .isInstanceOf(AwayException.class)
                .hasMessage("127.0.0.1 answered 503: no database");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(16));
        server.replies.add(new Reply(429, "", Map.of("Retry-After", "3600"), 0));
        assertThatThrownBy(this::fetch).isInstanceOf(AwayException.class);
        assertThat(pauses).hasSize(3);
        server.close();
        assertThatThrownBy(this::fetch).isInstanceOf(AwayException.class).hasMessageContaining("cannot be reached");
        assertThat(folder.resolve("state.json")).hasBinaryContent(state);
    }

    /** An answer that is not whole says nothing about the log. */
    @Test
    void exportWhenItBreaksOffThenFetchedAgainAndNoAlarm() throws Exception {
        server.log.add(5, "a");
        String whole = server.log.export(0);
        server.replies.add(new Reply(200, whole.substring(0, whole.length() - 40), Map.of(), 40));
        server.replies.add(Reply.of(200, whole.substring(0, whole.length() - 40)));
        assertThat(fetch().line()).startsWith("5 new entries");
        assertThat(pauses).hasSize(2);
        assertThat(folder.resolve("evidence")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "403, '{\"detail\":\"The role auditor is needed\"}', (403: The role auditor is needed)",
        "302, '', (302)",
        "404, '<html>', (404)",
        "400, '{\"detail\":\"after: is unknown\"}', (400: after: is unknown)"
    })
    void logWhenItIsRefusedThenSaidWhyAndNotAskedAgain(int status, String body, String why) {
        server.log.add(5, "a");
        server.replies.add(new Reply(status, body, Map.of("Location", server.issuer() + "/elsewhere"), 0));
        assertThatThrownBy(this::fetch)
                .isInstanceOf(UnreadableException.class)
                .hasMessage("the server refuses to show the log " + why);
        assertThat(pauses).isEmpty();
    }

    @Test
    void tokenWhenItIsRefusedThenSaidWhyWithoutTheSecret() {
        server.tokenReplies.add(Reply.of(
                401, "{\"error\":\"unauthorized_client\",\"error_description\":\"Invalid client credentials\"}"));
        assertThatThrownBy(this::fetch)
                .isInstanceOf(UnreadableException.class)
                .hasMessage("the server gives no token (401: Invalid client credentials)");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/realms/r, true",
        "http://localhost/realms/r/, true",
        "http://[::1]:8080/realms/r, true",
        "https://sso.example.org/realms/r, true",
        "http://sso.example.org/realms/r, false",
        "http://localhost.example.org/realms/r, false",
        "http://127.0.0.1.example.org/realms/r, false",
        "https://user@sso.example.org/realms/r, false",
        "https://sso.example.org/realms/r?a=b, false",
        "ftp://localhost/realms/r, false",
        "sso.example.org/realms/r, false",
        "not an address, false"
    })
    void issuerWhenWithoutTlsThenOnlyThisMachine(String issuer, boolean accepted) throws Exception {
        if (accepted) {
            assertThat(Trust.issuer(issuer)).hasToString(issuer.replaceAll("/$", ""));
        } else {
            assertThatThrownBy(() -> Trust.issuer(issuer))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("--issuer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void clientWhenItHasAKeyThenItSignsAnAssertionForThisIssuer(String kind) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        clientKey = Files.writeString(folder.resolve("client.pem"), pem(pair));
        secret = null;
        server.log.add(1, "a");
        fetch();
        Map<String, String> form = server.forms.get(0);
        assertThat(form)
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .containsEntry("client_id", "auditors")
                .doesNotContainKey("client_secret");
        String[] parts = form.get("client_assertion").split("\\.");
        assertThat(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\""
                        + Map.of("RSA", "PS256", "EC", "ES256", "Ed25519", "EdDSA")
                                .get(kind) + "\",\"typ\":\"JWT\",\"kid\":\"key \\\"1\\\"\"}");
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains("\"iss\":\"auditors\",\"sub\":\"auditors\",\"aud\":\"" + server.issuer() + "\"")
                .endsWith(",\"iat\":1769847300,\"exp\":1769847360}");
        Signature signature = Signature.getInstance(
                Map.of("RSA", "RSASSA-PSS", "EC", "SHA256withECDSAinP1363Format", "Ed25519", "Ed25519")
                        .get(kind));
        if (kind.equals("RSA")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    /** RFC 7523, section 3: a server refuses an assertion whose id it has seen. */
    @Test
    void assertionWhenTheServerIsAskedAgainThenItIsANewOne() throws Exception {
        clientKey = Files.writeString(
                folder.resolve("client.pem"),
                pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
        secret = null;
        server.log.add(1, "a");
        server.tokenReplies.add(Reply.of(503, ""));
        server.tokenReplies.add(Reply.of(502, ""));
        fetch();
        assertThat(server.forms).hasSize(3);
        assertThat(server.forms.stream().map(form -> form.get("client_assertion")))
                .doesNotHaveDuplicates();
    }

    /** A server that replaces them takes the second use of a refresh token for theft. */
    @Test
    void refreshTokenWhenItMayHaveArrivedThenNotSentAgain() throws Exception {
        secret = null;
        try (Archive archive = Archive.open(folder)) {
            archive.keepRefreshToken("refresh-0");
        }
        server.tokenReplies.add(Reply.of(503, ""));
        assertThatThrownBy(this::fetch).isInstanceOf(AwayException.class);
        server.tokenReplies.add(new Reply(429, "", Map.of("Retry-After", "1"), 0));
        assertThatThrownBy(this::fetch).isInstanceOf(AwayException.class);
        assertThat(server.forms).hasSize(2);
        assertThat(pauses).isEmpty();
        server.close();
        assertThatThrownBy(this::fetch).isInstanceOf(AwayException.class);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void clientKeyWhenItIsNoneThatSignsThenRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        secret = null;
        for (String pem : List.of("", "secret", pem(generator.generateKeyPair()))) {
            clientKey = Files.writeString(folder.resolve("client.pem"), pem);
            assertThatThrownBy(this::connection)
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("--client-key");
        }
        secret = "and a secret";
        assertThatThrownBy(this::connection).hasMessage("give the client's secret or its key, not both");
    }

    @Test
    void personWhenTheySignInThenTheirRefreshTokenIsKeptAndReplaced() throws Exception {
        secret = null;
        server.log.add(1, "a");
        assertThatThrownBy(this::fetch)
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("nobody has signed in: run it once with --sign-in");
        server.tokenReplies.add(Reply.of(400, "{\"error\":\"authorization_pending\"}"));
        server.tokenReplies.add(Reply.of(400, "{\"error\":\"slow_down\"}"));
        List<String> shown = new ArrayList<>();
        try (Archive archive = Archive.open(folder)) {
            connection().signIn(archive, shown::add);
        }
        assertThat(shown)
                .containsExactly("open https://sso.example.org/device in a browser, sign in as an auditor, and enter"
                        + " ABCD-EFGH");
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7), Duration.ofSeconds(12));
        Path kept = folder.resolve("refresh-token");
        assertThat(kept).hasContent("refresh-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(fetch().line()).startsWith("1 new entry");
        assertThat(server.forms.get(server.forms.size() - 1))
                .isEqualTo(
                        Map.of("grant_type", "refresh_token", "client_id", "auditors", "refresh_token", "refresh-1"));
        assertThat(kept).hasContent("refresh-2");
        server.tokenReplies.add(Reply.of(400, "{\"error\":\"invalid_grant\"}"));
        assertThatThrownBy(this::fetch).hasMessageContaining("sign in again: run it once with --sign-in");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"expires_in\":600                                  | 5",
                "\"expires_in\":600,\"interval\":60                  | 60",
                "\"expires_in\":600,\"interval\":61                  | 60",
                "\"expires_in\":600,\"interval\":9007199254740991    | 60",
                "\"expires_in\":600,\"interval\":1                   | 1",
                "\"expires_in\":600,\"interval\":0                   | 1",
                "\"expires_in\":600,\"interval\":-9                  | 5",
                "\"expires_in\":9007199254740991                     | 5",
            })
    void pauseWhenTheServerAsksForAnyThenWithinBounds(String pace, long seconds) throws Exception {
        secret = null;
        server.pace = pace;
        try (Archive archive = Archive.open(folder)) {
            connection().signIn(archive, line -> {});
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(seconds));
    }

    @Test
    void personWhenTheyRefuseThenSaidSo() throws Exception {
        secret = null;
        server.tokenReplies.add(Reply.of(400, "{\"error\":\"access_denied\"}"));
        try (Archive archive = Archive.open(folder)) {
            assertThatThrownBy(() -> connection().signIn(archive, line -> {}))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("nobody has signed in (400: access_denied)");
        }
        assertThat(folder.resolve("refresh-token")).doesNotExist();
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private Connection connection() throws Exception {
        return new Connection(
                new Connection.Settings(
                        server.issuer(),
                        "auditors",
                        secret,
                        clientKey,
                        clientKey == null ? null : "key \"1\"",
                        null,
                        null,
                        Duration.ofSeconds(10)),
                clock(),
                pauses::add);
    }

    private static Clock clock() {
        return Clock.fixed(Instant.parse("2026-01-31T08:15:00Z"), ZoneOffset.UTC);
    }

    private Outcome fetch() throws Exception {
        try (Archive archive = Archive.open(folder)) {
            return new Fetch(
                            connection().log(archive),
                            origin -> new Checkpoints(
                                    name -> List.of(server.log.signer.key()), origin.isEmpty() ? null : origin),
                            clock(),
                            Duration.ofMinutes(10))
                    .run(archive);
        }
    }
}
