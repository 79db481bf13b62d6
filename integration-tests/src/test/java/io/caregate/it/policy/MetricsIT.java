package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The metrics that {@code docs/options.md} describes, on the management port. */
@OnSharedServer
final class MetricsIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");

    @Test
    void refusalWhenItHappensThenCountedByRuleRealmAndHook(Keycloak keycloak) {
        TestRealm realm = keycloak.realm().client(APP).create();
        realm.oidc().password(APP, "nobody", "wrong");
        realm.oidc().password(APP, "nobody", "wrong");
        realm.register(TestClient.confidential("wild").redirectUris("*"));
        realm.browser()
                .open(realm.oidc()
                        .authorization(APP)
                        .redirectUri("https://evil.example/cb")
                        .uri());
        realm.oidc().push(APP, realm.oidc().authorization(APP).responseType("token"));
        realm.browser()
                .open(realm.oidc()
                        .logoutUri(Map.of("client_id", "app", "post_logout_redirect_uri", "https://evil.example/")));

        List<String> metrics = metrics(keycloak);
        assertThat(refusals(metrics, realm, "no-password-grant", "password-grant"))
                .isEqualTo(2);
        assertThat(refusals(metrics, realm, "exact-redirect-uri", "client-write"))
                .isEqualTo(1);
        assertThat(refusals(metrics, realm, "exact-redirect-uri", "authorization"))
                .isEqualTo(1);
        // Keycloak 26.6 refuses it itself before it asks.
        assertThat(refusals(metrics, realm, "no-implicit-grant", "pushed-authorization"))
                .isEqualTo(SharedServer.IS_26_6 ? 0 : 1);
        assertThat(refusals(metrics, realm, "exact-redirect-uri", "logout")).isEqualTo(1);
        assertThat(refusals(metrics, realm, "required-role", "token")).isZero();
    }

    @Test
    void guardWhenItRunsThenItsTimeIsInAHistogram(Keycloak keycloak) {
        TestRealm realm = keycloak.realm().client(APP).create();
        realm.browser().open(realm.oidc().authorization(APP).uri());

        assertThat(metrics(keycloak))
                .anyMatch(line -> line.startsWith("caregate_guard_seconds_bucket{")
                        && line.contains("hook=\"authorization\"")
                        && line.contains("le=\""))
                .anyMatch(line ->
                        line.startsWith("caregate_guard_seconds_count{") && line.contains("hook=\"client-write\""))
                .noneMatch(line -> line.startsWith("caregate_guard_faults_total"));
    }

    @Test
    void startWhenThePackIsThereThenOneLineSaysWhatIsInForce(Keycloak keycloak) {
        assertThat(keycloak.server().log().lines().filter(line -> line.contains("Caregate policy version=")))
                .singleElement()
                .asString()
                .contains("keycloak=", "mode=enforce report-only=none", "exempt=master", "pkce=public", "pinned=none");
    }

    private static List<String> metrics(Keycloak keycloak) {
        return RestAssured.get(URI.create(keycloak.server().managementUrl() + "/metrics"))
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();
    }

    private static double refusals(List<String> metrics, TestRealm realm, String rule, String hook) {
        return metrics.stream()
                .filter(line -> line.startsWith("caregate_refusals_total{")
                        && line.contains("realm=\"" + realm.name() + "\"")
                        && line.contains("rule=\"" + rule + "\"")
                        && line.contains("hook=\"" + hook + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
