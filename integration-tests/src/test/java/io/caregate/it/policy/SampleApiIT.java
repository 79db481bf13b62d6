package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Healthcare;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The sample API with tokens from a running Keycloak, and with manipulated ones. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SampleApiIT {
    private static final String PATIENTS = "/fhir/Patient";
    private static final TestClient THERAPIST = Healthcare.demo("demo-therapist-service");
    private static final TestClient APP =
            Healthcare.demo("demo-web-app").redirectUris("http://127.0.0.1:3000/callback");

    private Healthcare site;

    @BeforeAll
    void start(Keycloak keycloak) {
        site = new Healthcare(keycloak, "--caregate.api.clock-skew=0s");
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private String token() {
        return site.oidc()
                .clientCredentials(THERAPIST, "health-api")
                .expect(200)
                .accessToken();
    }

    @Test
    void tokenWhenOfATherapistThenServedAndThePatientGetsNone() {
        Answer served = site.withToken(PATIENTS, token());
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        assertThat(served.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(served.json().path("total").asInt()).isEqualTo(12);
        assertThat(site.oidc()
                        .clientCredentials(Healthcare.demo("demo-patient-service"), "health-api")
                        .error())
                .isEqualTo("access_denied");
    }

    @Test
    void tokenWhenOfACodeFlowThenTheAccessTokenIsServedAndNoOtherOfTheSameAnswer() {
        Answer tokens = site.realm()
                .signIn(APP, "therapist", "demo-therapist-password", "openid", "health-api")
                .expect(200);
        assertThat(site.withToken(PATIENTS, tokens.accessToken()).status()).isEqualTo(200);
        assertRefused(tokens.text("id_token"));
        assertRefused(tokens.refreshToken());
    }

    @Test
    void tokenWhenForAnotherAudienceOrOfAnotherRealmThenRefused(Keycloak keycloak) {
        assertRefused(site.oidc().clientCredentials(THERAPIST).expect(200).accessToken());
        var twin = TestClient.service("demo-therapist-service");
        TestRealm other = keycloak.realm()
                .realmRole("therapist")
                .protectedApi("health-api", "therapist")
                .service(twin, "therapist")
                .create();
        assertRefused(
                other.oidc().clientCredentials(twin, "health-api").expect(200).accessToken());
    }

    @Test
    void tokenWhenChangedInOneThingThenRefused() throws GeneralSecurityException {
        String[] parts = token().split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String kid = site.realm()
                .admin()
                .get("/healthcare/keys")
                .json()
                .at("/active/RS256")
                .asText();
        assertThat(site.withToken(PATIENTS, String.join(".", parts)).status()).isEqualTo(200);

        assertRefused(parts[0] + "." + encoded(claims.replace("\"exp\":1", "\"exp\":2")) + "." + parts[2]);
        assertRefused(encoded("{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}") + "." + parts[1] + ".");
        String hs256 = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}") + "." + parts[1];
        String key = site.oidc().get("").text("public_key");
        assertThat(key).isNotEmpty();
        for (String form : List.of(
                "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n",
                key)) {
            assertRefused(hs256 + "." + hmac(form.getBytes(StandardCharsets.US_ASCII), hs256));
        }
        assertRefused(hs256 + "." + hmac(Base64.getDecoder().decode(key), hs256));
    }

    @Test
    void tokenWhenExpiredThenRefused() {
        var brief = TestClient.service("brief")
                .attribute("access.token.lifespan", "4")
                .set("defaultClientScopes", List.of("basic", "health-api"));
        site.realm().register(brief).expect(201);
        site.realm()
                .admin()
                .grant(Healthcare.REALM, site.realm().admin().serviceAccountId(Healthcare.REALM, "brief"), "therapist");
        Answer answer = site.oidc().clientCredentials(brief).expect(200);
        String token = answer.accessToken();
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(4);
        assertThat(site.withToken(PATIENTS, token).status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> site.withToken(PATIENTS, token).status() == 401);

        Answer refused = site.withToken(PATIENTS, token);
        assertThat(refused.header("WWW-Authenticate")).contains("error=\"invalid_token\"", "expired");
    }

    @Test
    void requestWhenWithoutATokenThenChallengedAndBasicIsNoWayIn() {
        for (String authorization : List.of("", "Basic YWRtaW46YWRtaW4=")) {
            Answer refused = site.get(PATIENTS, authorization);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"health-api\"");
        }
        assertThat(site.get(PATIENTS, "Basic YWRtaW46YWRtaW4=").body())
                .contains("Basic authentication is not accepted");
    }

    private void assertRefused(String token) {
        assertThat(token).isNotEmpty();
        Answer refused = site.withToken(PATIENTS, token);
        assertThat(refused.status()).as(refused.body()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate"))
                .startsWith("Bearer realm=\"health-api\", error=\"invalid_token\"");
        assertThat(refused.text("resourceType")).isEqualTo("OperationOutcome");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
