package io.caregate.it.portal;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Chromium;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.LongLog;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.server.ServerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The auditor's page over a log of {@code -Dcaregate.log.entries=1000000} entries. The default fits into a build. */
@Needs({POSTGRES, CHROMIUM})
final class PortalAtScaleIT {
    private static final int ENTRIES = Integer.getInteger("caregate.log.entries", 50_000);
    /** The time for which the test waits for a search of the whole log: the reader sees its progress. */
    private static final Duration MOST_OF_ALL = Duration.ofMinutes(5);

    private static final String NOWHERE = "stands-in-no-entry";

    @Test
    void loginErrorsWhenTheLogIsLongThenEachPageIsThere() throws Exception {
        try (Postgres postgres = Postgres.withKeycloak()) {
            var builder = builder(postgres);
            String realmId;
            String name;
            try (var server = builder.start()) {
                var realm = new Keycloak(server)
                        .realm()
                        .realmRole("auditor")
                        .client(TestClient.confidential("app").redirectUris("https://app.example.org/cb"))
                        .user("auditor", "pw", "auditor")
                        .create();
                name = realm.name();
                realmId = realm.admin().get("/" + name).expect(200).text("id");
            }
            LongLog.fill(postgres, realmId, name, ENTRIES, Duration.ofMinutes(1));
            try (var server = builder.start();
                    var browser = Chromium.start()) {
                String portal = new Keycloak(server).url() + "/realms/" + name + "/caregate/portal/";
                report("cold, from the address to the sign-in page", () -> {
                    browser.open(portal);
                    browser.waitFor(By.id("username"));
                });
                report("from the password to the first page", () -> {
                    browser.login("auditor", "pw");
                    browser.waitFor(By.cssSelector("#entries tbody tr"));
                });
                String errors = portal + "errors";
                report("reloaded", () -> show(browser, errors));
                report("by user", () -> show(browser, errors + "?user=user-4711"));
                report("by error", () -> show(browser, errors + "?error=user_disabled"));
                report("by client and address", () -> show(browser, errors + "?client=app-7&ip=192.0.2.47"));
                report("by text that is rare", () -> show(browser, errors + "?text=user-4711"));
                report("by text that nobody has, until something is said", () -> {
                    browser.open(errors + "?text=" + NOWHERE);
                    browser.waitFor(By.cssSelector("#search-state, .caregate-empty"));
                });
                report("by text that nobody has, until all is searched", () -> new WebDriverWait(
                                browser.driver(), MOST_OF_ALL)
                        .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(".caregate-empty"))));
                assertThat(reads(postgres))
                        .as("entries about the one search that found nothing")
                        .isEqualTo(1);
                assertThat(browser.errors()).isEmpty();
            }
        }
    }

    private static void show(Chromium browser, String url) {
        browser.open(url);
        browser.waitFor(By.cssSelector("#entries tbody tr"));
    }

    /** Runs a step and prints its time. If its result does not appear, the browser gives up. */
    private static void report(String what, Runnable step) {
        long began = System.nanoTime();
        step.run();
        System.out.printf(
                "%d entries, %s: %d ms%n",
                ENTRIES, what, Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private static long reads(Postgres postgres) {
        String those = " WHERE EVENT_TYPE = 'CAREGATE_AUDIT_READ' AND PAYLOAD LIKE '%" + NOWHERE + "%'";
        return new AuditDatabase(postgres)
                .number("SELECT (SELECT COUNT(*) FROM CAREGATE_AUDIT_LOG" + those
                        + ") + (SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX" + those + ")");
    }

    private static ServerBuilder builder(Postgres postgres) {
        return postgres.server();
    }
}
