package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.ROLES;
import static io.caregate.policy.token.TestRealm.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.token.UmaGuard.Origin;
import io.caregate.policy.token.UmaGuard.Presented;
import io.caregate.policy.token.UmaGuard.Recipient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

class UmaGuardTest {

    private static final String ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private static final UmaGuard GUARD = new UmaGuard(ROLES);
    private static final Recipient RECIPIENT = new Recipient("id-of-portal", PORTAL, false);
    private static final Origin ORIGIN = new Origin(PORTAL, "session", List.of(PORTAL), null);

    private static Optional<Presented> presented(
            @Nullable String bearer, @Nullable String claimToken, @Nullable String format, @Nullable String subject) {
        Map<String, List<String>> form = new HashMap<>();
        put(form, "claim_token", claimToken);
        put(form, "claim_token_format", format);
        put(form, "subject_token", subject);
        return UmaGuard.presented(bearer, form);
    }

    private static void put(Map<String, List<String>> form, String name, @Nullable String value) {
        if (value != null) {
            form.put(name, List.of(value));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            bearer | -     | -        | -       | bearer  | false | true
            bearer | claim | -        | -       | bearer  | true  | true
            bearer | claim | ID_TOKEN | subject | bearer  | true  | true
            bearer | claim | JWT      | -       | bearer  | false | true
            bearer | -     | ID_TOKEN | -       | bearer  | true  | true
            -      | claim | -        | subject | claim   | true  | false
            -      | claim | ID_TOKEN | subject | claim   | true  | false
            -      | claim | id_token | subject | claim   | true  | false
            -      | claim | JWT      | subject | subject | false | false
            -      | -     | -        | subject | subject | false | false
            """)
    void tokenWhenPresentedThenAsKeycloakReadsIt(
            @Nullable String bearer,
            @Nullable String claimToken,
            @Nullable String format,
            @Nullable String subject,
            String found,
            boolean asIdToken,
            boolean asBearer) {
        @Nullable String full = format == null ? null : format.equals("JWT") ? JWT : ID_TOKEN;
        @Nullable String spelled = "id_token".equals(format) ? ID_TOKEN.toLowerCase(Locale.ROOT) : full;

        assertThat(presented(bearer, claimToken, spelled, subject)).contains(new Presented(found, asIdToken, asBearer));
    }

    @Test
    void tokenWhenNonePresentedThenNothing() {
        assertThat(presented(null, null, null, null)).isEmpty();
        assertThat(presented(null, null, ID_TOKEN, "subject")).isEmpty();
        assertThat(presented(null, "claim", JWT, null)).isEmpty();
    }

    @Test
    void tokenWhenPresentedThenReadAsItsType() {
        assertThat(new Presented("t", true, false).type()).isEqualTo(IDToken.class);
        assertThat(new Presented("t", false, false).type()).isEqualTo(AccessToken.class);
    }

    @Test
    void originWhenTheTokenCannotBeReadThenOfNobody() {
        assertThat(Origin.of(null)).isEqualTo(new Origin(null, null, List.of(), null));
        AccessToken token = token(API);
        token.setSessionId("session");
        token.exp(7L);
        assertThat(Origin.of(token)).isEqualTo(new Origin(PORTAL, "session", List.of(API), 7L));
        assertThat(Origin.of(token()).audiences()).isEmpty();
    }

    /** What the realm knows of a valid ID token, and how each test differs. */
    private record Known(
            @Nullable String enabledClient,
            boolean isPublicClient,
            boolean hasSession,
            boolean isUserEnabled,
            long notBefore)
            implements UmaGuard.Issuance {
        static final Known GOOD = new Known(PORTAL, false, true, true, 100);
    }

    private static IDToken idToken() {
        IDToken token = new IDToken();
        token.type("ID").issuedFor(PORTAL).audience(PORTAL).iat(100L);
        return token;
    }

    private static Optional<String> problem(IDToken token, Known known) {
        return UmaGuard.refusal(new Presented("t", true, false), token, read -> known)
                .map(Refusal::reason);
    }

    @Test
    void idTokenWhenInOrderThenAccepted() {
        assertThat(problem(idToken(), Known.GOOD)).isEmpty();
    }

    @Test
    void idTokenWhenOfAnotherTypeThenRefused() {
        IDToken token = idToken();
        token.type("Bearer");
        assertThat(problem(token, Known.GOOD)).contains("The token presented is not an ID token");
        token.type(null);
        assertThat(problem(token, Known.GOOD)).contains("The token presented is not an ID token");
    }

    @Test
    void idTokenWhenBoundToAKeyThenRefused() {
        IDToken token = idToken();
        token.getOtherClaims().put("cnf", Map.of());
        assertThat(problem(token, Known.GOOD))
                .contains("The token presented is bound to a key, which this request does not prove");
    }

    @Test
    void idTokenWhenNotForTheClientThatItWasIssuedToThenRefused() {
        String wrong = "The token presented is not for the client that it was issued to";
        IDToken token = idToken();
        token.audience(API);
        assertThat(problem(token, Known.GOOD)).contains(wrong);
        assertThat(problem(idToken(), new Known(null, false, true, true, 100))).contains(wrong);
        token.audience(API, PORTAL);
        assertThat(problem(token, Known.GOOD)).isEmpty();
    }

    @Test
    void idTokenWhenOfAPublicClientThenRefused() {
        assertThat(problem(idToken(), new Known(PORTAL, true, true, true, 100)))
                .contains("The token presented is of a public client, which proves nothing by it; send an access token"
                        + " instead");
    }

    @Test
    void idTokenWhenItsSessionHasEndedThenRefused() {
        assertThat(problem(idToken(), new Known(PORTAL, false, false, true, 100)))
                .contains("The token presented is of a session that has ended");
    }

    @Test
    void idTokenWhenItsUserIsDisabledThenRefused() {
        assertThat(problem(idToken(), new Known(PORTAL, false, true, false, 100)))
                .contains("The token presented is of a user who is disabled");
    }

    @Test
    void idTokenWhenRevokedThenRefused() {
        assertThat(problem(idToken(), new Known(PORTAL, false, true, true, 101)))
                .contains("The token presented was revoked");
        IDToken timeless = idToken();
        timeless.iat(null);
        assertThat(problem(timeless, Known.GOOD)).contains("The token presented was revoked");
    }

    @Test
    void accessTokenWhenBoundAndNotTheBearerThenRefused() {
        AccessToken bound = token(PORTAL);
        bound.setConfirmation(new AccessToken.Confirmation());

        assertThat(UmaGuard.refusal(new Presented("t", false, false), bound, read -> Known.GOOD))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.rules()).containsExactly(RuleId.TOKEN_SUBJECT);
                    assertThat(refusal.hook()).isEqualTo(EnforcementPoint.TOKEN);
                    assertThat(refusal.event()).isEqualTo(EventType.PERMISSION_TOKEN);
                    assertThat(refusal.error()).isEqualTo("invalid_grant");
                    assertThat(refusal.details())
                            .isEqualTo(Map.of("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket"));
                });
        assertThat(UmaGuard.refusal(new Presented("t", false, true), bound, read -> Known.GOOD))
                .isEmpty();
        assertThat(UmaGuard.refusal(new Presented("t", false, false), token(PORTAL), read -> Known.GOOD))
                .isEmpty();
    }

    private static Optional<Refusal> answer(
            @Nullable Origin origin, @Nullable Recipient recipient, String sessionId, @Nullable String account) {
        return GUARD.answer(token(PORTAL), origin, "asking", recipient, sessionId, account);
    }

    @Test
    void answerWhenOfTheUserAndTheClientThenAccepted() {
        assertThat(answer(ORIGIN, RECIPIENT, "session", null)).isEmpty();
        assertThat(answer(null, RECIPIENT, "any", "id-of-portal")).isEmpty();
        assertThat(answer(new Origin(PORTAL, null, List.of(), null), RECIPIENT, "any", "id-of-portal"))
                .isEmpty();
    }

    @Test
    void answerWhenOfAnotherSessionUserOrClientThenRefused() {
        List<Optional<Refusal>> refused = List.of(
                answer(ORIGIN, RECIPIENT, "another", null),
                answer(ORIGIN, RECIPIENT, "another", "id-of-portal"),
                answer(ORIGIN, null, "session", null),
                answer(ORIGIN, new Recipient("id", "backend", false), "session", null),
                answer(null, RECIPIENT, "session", null),
                answer(null, RECIPIENT, "session", "id-of-another"));

        assertThat(refused).allSatisfy(answer -> assertThat(answer).hasValueSatisfying(refusal -> {
            assertThat(refusal.error()).isEqualTo("unauthorized_client");
            assertThat(refusal.clientId()).isEqualTo("asking");
        }));
    }

    private static Optional<Refusal> consent(boolean needed, @Nullable Origin origin, String... audiences) {
        Recipient recipient = new Recipient("id-of-portal", PORTAL, needed);
        return GUARD.answer(token(audiences), origin, PORTAL, recipient, "session", "id-of-portal");
    }

    private static Origin originFor(String... audiences) {
        return new Origin(PORTAL, "session", Arrays.asList(audiences), null);
    }

    @Test
    void consentWhenMissingForAProtectedApiThenRefused() {
        assertThat(consent(true, originFor(PORTAL), API)).hasValueSatisfying(refusal -> {
            assertThat(refusal.error()).isEqualTo("access_denied");
            assertThat(refusal.clientId()).isEqualTo(PORTAL);
            assertThat(refusal.field()).isEqualTo("audience");
            assertThat(refusal.value()).isEqualTo(API);
        });
        assertThat(consent(true, null, API)).isPresent();
        assertThat(consent(true, originFor(API), API)).isEmpty();
        assertThat(consent(true, originFor("urn:client:health-api"), API)).isEmpty();
        assertThat(consent(true, originFor(PORTAL), PORTAL)).isEmpty();
        assertThat(consent(true, originFor(PORTAL))).isEmpty();
        assertThat(consent(false, originFor(PORTAL), API)).isEmpty();
    }
}
