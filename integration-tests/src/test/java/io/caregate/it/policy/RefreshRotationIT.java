package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refresh token of a public client can be used once, in a realm that leaves Keycloak's own setting off. */
@OnSharedServer
final class RefreshRotationIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final TestClient READER =
            TestClient.publicApp("reader").redirectUris(CALLBACK).audienceMapper("records");
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris(CALLBACK);
    private static final TestClient WEB = TestClient.confidential("web").redirectUris(CALLBACK);
    private static final TestClient OTHER = TestClient.publicApp("other").redirectUris(CALLBACK);

    private static final int USES = 12;

    private final ExecutorService atOnce = Executors.newFixedThreadPool(USES);
    private TestRealm realm;
    private Oidc oidc;

    @BeforeEach
    void create(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set("enabledEventTypes", List.of("REFRESH_TOKEN_ERROR"))
                .user("pat", "pat-password", "offline_access")
                .realmRole("therapist")
                .protectedApi("records", "therapist")
                .user("tess", "tess-password", "therapist")
                .client(READER)
                .client(SPA)
                .client(WEB)
                .client(OTHER)
                .create();
        oidc = realm.oidc();
    }

    @AfterEach
    void remove() {
        atOnce.shutdownNow();
    }

    private Answer signIn(TestClient client, String... scopes) {
        return realm.signIn(client, "pat", "pat-password", scopes).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid", "openid offline_access"})
    void publicClientWhenItUsesEachTokenOnceThenServedAgainAndAgain(String scopes) {
        String token = signIn(SPA, scopes.split(" ")).refreshToken();
        for (int use = 0; use < 4; use++) {
            Answer answer = oidc.refresh(SPA, token).expect(200);
            assertThat(answer.refreshToken()).isNotEmpty().isNotEqualTo(token);
            token = answer.refreshToken();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid", "openid offline_access"})
    void publicClientWhenItUsesATokenTwiceThenRefusedAndItsSessionEnds(String scopes) {
        String first = signIn(SPA, scopes.split(" ")).refreshToken();
        String second = oidc.refresh(SPA, first).expect(200).refreshToken();

        Answer again = oidc.refresh(SPA, first);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.error()).isEqualTo("invalid_grant");
        assertThat(again.errorDescription()).contains("used before", "refresh-rotation");
        JsonNode event = realm.admin()
                .get(realm.adminPath("/events?type=REFRESH_TOKEN_ERROR"))
                .expect(200)
                .json()
                .get(0);
        assertThat(event.path("details").path("rule").asText()).isEqualTo("refresh-rotation");
        assertThat(event.path("clientId").asText()).isEqualTo("spa");

        Answer newest = oidc.refresh(SPA, second);
        assertThat(newest.status()).as("the newest token after a reuse").isEqualTo(400);
        assertThat(newest.error()).isEqualTo("invalid_grant");
    }

    @Test
    void publicClientWhenAPolicyOfTheRealmSuppressesRotationThenATokenIsStillGoodForOneUse() {
        realm.admin()
                .put(
                        realm.adminPath("/client-policies/profiles"),
                        Map.of(
                                "profiles",
                                List.of(Map.of(
                                        "name",
                                        "still",
                                        "executors",
                                        List.of(Map.of(
                                                "executor",
                                                "suppress-refresh-token-rotation",
                                                "configuration",
                                                Map.of()))))))
                .expect(204);
        realm.admin()
                .put(
                        realm.adminPath("/client-policies/policies"),
                        Map.of(
                                "policies",
                                List.of(Map.of(
                                        "name",
                                        "still",
                                        "enabled",
                                        true,
                                        "conditions",
                                        List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                                        "profiles",
                                        List.of("still")))))
                .expect(204);
        String only = signIn(SPA, "openid").refreshToken();

        Answer answer = oidc.refresh(SPA, only).expect(200);
        assertThat(answer.accessToken()).isNotEmpty();
        assertThat(answer.refreshToken()).isEmpty();
        assertThat(oidc.refresh(SPA, only).error()).isEqualTo("invalid_grant");
    }

    @Test
    void publicClientWhenAnOlderTokenOfTheLineComesBackThenRefused() {
        String first = signIn(SPA, "openid").refreshToken();
        String second = oidc.refresh(SPA, first).expect(200).refreshToken();
        oidc.refresh(SPA, second).expect(200);

        assertThat(oidc.refresh(SPA, second).error()).isEqualTo("invalid_grant");
    }

    @Test
    void publicClientWhenTwoWindowsHaveTheirOwnTokensThenBothServed() {
        var browser = realm.browser();
        String one = realm.signIn(browser, SPA, "pat", "pat-password", "openid").refreshToken();
        String two = realm.signIn(browser, SPA, "pat", "pat-password", "openid").refreshToken();

        one = oidc.refresh(SPA, one).expect(200).refreshToken();
        two = oidc.refresh(SPA, two).expect(200).refreshToken();
        oidc.refresh(SPA, one).expect(200);
        oidc.refresh(SPA, two).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid", "openid offline_access"})
    void publicClientWhenOneTokenIsUsedManyTimesAtOnceThenOneServedAndItsSessionEnds(String scopes) {
        for (int round = 0; round < 4; round++) {
            String token = signIn(SPA, scopes.split(" ")).refreshToken();
            List<CompletableFuture<Answer>> uses = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> oidc.refresh(SPA, token), atOnce))
                    .limit(USES)
                    .toList();
            List<Answer> answers = uses.stream().map(CompletableFuture::join).toList();

            assertThat(answers)
                    .extracting(Answer::status)
                    .as("round " + round)
                    .containsOnly(200, 400)
                    .containsOnlyOnce(200);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 400)
                    .extracting(Answer::error)
                    .containsOnly("invalid_grant");
            String newest = answers.stream()
                    .filter(answer -> answer.status() == 200)
                    .map(Answer::refreshToken)
                    .findFirst()
                    .orElseThrow();
            assertThat(oidc.refresh(SPA, newest).error()).as("round " + round).isEqualTo("invalid_grant");
        }
    }

    @Test
    void publicClientWhenARefreshFailsForAnotherReasonThenTheTokenIsNotUsedUp() {
        String token = signIn(SPA, "openid").refreshToken();

        assertThat(oidc.token(
                                SPA,
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "refresh_token",
                                        token,
                                        "scope",
                                        "openid no-such-scope"))
                        .status())
                .isIn(200, 400);
        assertThat(oidc.refresh(OTHER, token).error()).isEqualTo("invalid_grant");
        oidc.refresh(SPA, signIn(SPA, "openid").refreshToken()).expect(200);
    }

    @Test
    void publicClientWhenItsUserIsWithoutTheRoleForAWhileThenTheTokenIsNotUsedUp() {
        String token = realm.signIn(READER, "tess", "tess-password", "openid")
                .expect(200)
                .refreshToken();
        realm.revoke("tess", "therapist");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(oidc.refresh(READER, token).error()).isEqualTo("invalid_grant");
        }
        realm.grant("tess", "therapist");

        String next = oidc.refresh(READER, token).expect(200).refreshToken();
        oidc.refresh(READER, next).expect(200);
        assertThat(oidc.refresh(READER, next).error()).isEqualTo("invalid_grant");
    }

    @Test
    void confidentialClientWhenItUsesATokenTwiceThenTheRealmDecides() {
        String token = signIn(WEB, "openid").refreshToken();
        oidc.refresh(WEB, token).expect(200);
        oidc.refresh(WEB, token).expect(200);

        realm.admin()
                .put("/" + realm.name(), Map.of("revokeRefreshToken", true, "refreshTokenMaxReuse", 0))
                .expect(204);
        String strict = signIn(WEB, "openid").refreshToken();
        oidc.refresh(WEB, strict).expect(200);
        assertThat(oidc.refresh(WEB, strict).error()).isEqualTo("invalid_grant");
    }
}
