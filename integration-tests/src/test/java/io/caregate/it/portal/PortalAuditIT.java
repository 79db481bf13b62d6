package io.caregate.it.portal;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;

/** An auditor's page in a real browser, on a server that signs, streams to a file, and has a relative path. */
@Needs({POSTGRES, CHROMIUM})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PortalAuditIT {
    private static final String ORIGIN = "sso.example.org/audit";
    private static final String OPTION = "--spi-events-listener--caregate-audit--";
    private static final TestClient APP = TestClient.confidential("app").redirectUris("https://app.example.org/cb");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private Postgres postgres;
    private KeycloakServer server;
    private TestRealm realm;
    private String publicKey;

    @BeforeAll
    void start() throws Exception {
        postgres = Postgres.withKeycloak();
        Path secret = Files.writeString(folder.resolve("signing-key.pem"), NoteSigner.newPem());
        publicKey = NoteSigner.ofPem(ORIGIN, Files.readString(secret)).key().toString();
        server = postgres.server()
                .option(OPTION + "signing-key-file=" + secret)
                .option(OPTION + "origin=" + ORIGIN)
                .option("--spi-caregate-audit-sink--file--directory=" + folder.resolve("sink"))
                .start();
        realm = new Keycloak(server)
                .realm()
                .set("internationalizationEnabled", true)
                .set("supportedLocales", List.of("en", "de"))
                .set("defaultLocale", "en")
                .set("displayName", "Healthcare")
                .realmRole("therapist", "patient", "auditor")
                .client(APP)
                .user("therapist", "pw", "therapist")
                .user("patient", "pw", "patient")
                .user("auditor", "pw", "auditor")
                .create();
        for (String name : List.of("therapist", "patient", "nobody-of-this-name", "patient")) {
            failedLogin(name);
        }
        awaitCheckpoint();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Login errors|Proved|signed with a key that you entered|Everything that was checked is genuine",
                "de-DE|Anmeldefehler|Bewiesen|mit einem Schlüssel signiert|Alles, was geprüft wurde, ist echt",
            })
    void logWhenUntouchedThenTheBrowserProvesEntriesAndTheWhole(
            String language, String heading, String proved, String signed, String unchanged) {
        try (var auditor = open(language, heading)) {
            auditor.press("verify");
            auditor.type("verify-key", publicKey);
            auditor.press("verify-go");
            auditor.shows("#verify-result", unchanged, signed);
            auditor.assertAccessible();
            auditor.picture("verify");
            auditor.browser()
                    .waitFor(By.cssSelector("[role=dialog] footer button:last-child"))
                    .click();

            auditor.findLoginErrorsOf("patient");
            assertThat(auditor.url()).startsWith(auditor.address()).contains("/auth/", "errors?user=patient");
            auditor.shows("#entries tbody", "invalid_user_credentials");
            auditor.assertAccessible();
            auditor.picture("login-errors");
            auditor.pictureOfPhone("login-errors");

            awaitCheckpoint();
            auditor.see("#entries tbody tr button").click();
            auditor.shows("#proof", proved, signed);
            auditor.shows("#entry-details", "redirect_uri", "127.0.0.1");
            auditor.assertAccessible();
            auditor.picture("login-error");
            auditor.pictureOfPhone("login-error");
            auditor.press("close-details");

            auditor.reload();
            auditor.awaitLoginErrorsOf("patient");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Login errors|The log is damaged|The log has been changed",
                "de-DE|Anmeldefehler|Das Protokoll ist an|Das Protokoll wurde verändert",
            })
    void entryWhenChangedInTheDatabaseThenTheBrowserSaysSo(
            String language, String heading, String damaged, String changed) {
        long seq = number("SELECT MIN(SEQ) FROM CAREGATE_AUDIT_LOG WHERE PAYLOAD LIKE '%\"username\":\"therapist\"%'"
                + " AND EVENT_TYPE = 'LOGIN_ERROR'");
        execute(
                "UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = REPLACE(PAYLOAD, 'invalid_user_credentials', 'user_disabled')"
                        + " WHERE SEQ = ?",
                seq);
        try (var auditor = open(language, heading)) {
            auditor.findLoginErrorsOf("therapist");
            auditor.browser().waitFor(By.id("damaged"));
            auditor.shows("#damaged", damaged, Long.toString(seq));
            assertThat(auditor.text("#entries")).doesNotContain("user_disabled");
            auditor.assertAccessible();
            auditor.picture("login-error-changed");
            auditor.press("verify");
            auditor.press("verify-go");
            auditor.shows("#verify-result", changed, Long.toString(seq));
            auditor.picture("verify-changed");
        } finally {
            execute(
                    "UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD ="
                            + " REPLACE(PAYLOAD, 'user_disabled', 'invalid_user_credentials') WHERE SEQ = ?",
                    seq);
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US,Login errors", "de-DE,Anmeldefehler"})
    void exportWhenFilteredThenEachFormIsSaved(String language, String heading) throws Exception {
        try (var auditor = open(language, heading)) {
            auditor.findLoginErrorsOf("patient");
            auditor.press("export");
            auditor.picture("export");
            auditor.press("export-jsonl");
            String lines = auditor.downloaded(".jsonl");
            auditor.press("export-csv");
            String csv = auditor.downloaded(".csv");
            auditor.press("export-fhir");
            JsonNode bundle = new ObjectMapper().readTree(auditor.downloaded(".json"));
            auditor.press("export-checkpoint");
            assertThat(auditor.downloaded(".txt")).startsWith(ORIGIN + "\n").contains("\n\n\u2014 " + ORIGIN + " ");

            JsonNode head =
                    new ObjectMapper().readTree(lines.lines().findFirst().orElseThrow());
            assertThat(head.path("checkpoint").asText()).startsWith(ORIGIN);
            assertThat(lines.lines().count()).isEqualTo(head.path("size").asLong() + 1);
            assertThat(csv.lines().skip(1))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("LOGIN_ERROR") && line.contains("patient"));
            assertThat(bundle.path("resourceType").asText()).isEqualTo("Bundle");
            assertThat(bundle.path("entry")).hasSameSizeAs(csv.lines().skip(1).toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Login errors|New entries appear automatically.|up to date|delivering",
                "de-DE|Anmeldefehler|Neue Einträge erscheinen automatisch.|auf dem neuesten Stand|liefert",
            })
    void liveWhenALoginFailsThenItAppearsAndTheReceiverHasIt(
            String language, String heading, String on, String everything, String delivering) {
        try (var auditor = open(language, heading)) {
            auditor.findLoginErrorsOf("patient");
            int before = rows(auditor);
            auditor.press("live");
            auditor.shows("#live-state", on);
            long reads = reads();
            failedLogin("therapist");
            failedLogin("patient");
            await().atMost(PATIENCE).until(() -> rows(auditor) == before + 1);
            assertThat(reads() - reads).as("entries that following has made").isLessThan(10);
            auditor.press("live");

            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                auditor.press("reload");
                assertThat(auditor.browser()
                                .driver()
                                .findElement(By.id("status"))
                                .getDomProperty("textContent"))
                        .contains("file", delivering, everything);
            });
            auditor.see("#status summary").click();
            auditor.shows("#sinks", "file");
            auditor.assertAccessible();
            auditor.picture("log-status");
            auditor.pictureOfPhone("log-status");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Login errors|Wrong password or code|the signature was not verified",
                "de-DE|Anmeldefehler|Passwort oder Code falsch|die Signatur wurde nicht geprüft",
            })
    void entryWhenNoKeyIsKnownThenInWordsButNotCalledProved(
            String language, String heading, String words, String unsigned) {
        // The other ones may be of yesterday.
        failedLogin("patient");
        try (var auditor = open(language, heading)) {
            auditor.press("preset-today");
            auditor.shows("#entries tbody", words, "invalid_user_credentials");
            assertThat(auditor.url()).contains("from=");
            assertThat(auditor.text("#time-zone"))
                    .contains(String.valueOf(
                            auditor.browser().evaluate("return Intl.DateTimeFormat().resolvedOptions().timeZone;")));
            awaitCheckpoint();
            auditor.see("#entries tbody tr button").click();
            auditor.shows("#proof", unsigned);
            assertThat(auditor.see("#proof").getDomAttribute("class"))
                    .contains("pf-m-info")
                    .doesNotContain("pf-m-success");
            auditor.browser()
                    .waitFor(By.cssSelector("#entry-details a[href*='ip=127.0.0.1']"))
                    .click();
            auditor.shows("#entries tbody", "127.0.0.1");
            assertThat(auditor.text("#entries")).doesNotContain("caregate_audit_read");
            auditor.assertAccessible();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Login errors|Created by an administrator",
                "de-DE|Anmeldefehler|Von der Administration angelegt",
            })
    void changeWhenAnAdministratorMakesItThenTheRowSaysWhatItWas(String language, String heading, String words) {
        realm.grant("patient", "therapist");
        try (var auditor = open(language, heading)) {
            auditor.see("#filter-type option:nth-child(3)").click();
            auditor.press("filter-apply");
            auditor.shows("#entries tbody", words, "REALM_ROLE_MAPPING", "therapist");
            assertThat(auditor.text("#entries")).doesNotContain("invalid_user_credentials");
            auditor.assertAccessible();
            auditor.picture("changes");
        } finally {
            realm.revoke("patient", "therapist");
        }
    }

    private Portal open(String language, String heading) {
        var portal = Portal.signIn(server.url(), realm.name(), language, "auditor", "pw");
        portal.menu(heading);
        portal.awaitHeading(heading);
        portal.see("#entries tbody tr");
        return portal;
    }

    private static int rows(Portal portal) {
        return portal.browser()
                .driver()
                .findElements(By.cssSelector("#entries tbody tr"))
                .size();
    }

    private void failedLogin(String username) {
        realm.browser().open(realm.oidc().authorization(APP).uri()).login(username, "wrong");
    }

    private long reads() {
        return number("SELECT (SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG WHERE EVENT_TYPE = 'CAREGATE_AUDIT_READ')"
                + " + (SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX WHERE EVENT_TYPE = 'CAREGATE_AUDIT_READ')");
    }

    /** Waits until everything is sealed and a checkpoint covers it. */
    private void awaitCheckpoint() {
        await().atMost(PATIENCE).until(() -> number("SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX") == 0);
        new AuditDatabase(postgres).awaitCheckpoint();
    }

    private long number(String sql) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql, Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
