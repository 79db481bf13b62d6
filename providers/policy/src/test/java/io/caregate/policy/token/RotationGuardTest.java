package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RuleId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

class RotationGuardTest {

    private static final String PORTAL = "portal";
    private static final long NOW = 1_000_000;
    private static final String TYPE = "requested_token_type";
    private static final String ACCESS = "urn:ietf:params:oauth:token-type:access_token";
    private static final String REFRESH = "urn:ietf:params:oauth:token-type:refresh_token";

    private static RefreshToken refreshToken(String id) {
        RefreshToken token = new RefreshToken(new AccessToken(), null, null);
        token.id(id);
        return token;
    }

    @ParameterizedTest
    @CsvSource({
        // thumbprint of a key, of a certificate, a proof in the request, the client requires certificates: is it bound
        ", , true, true, false",
        "key, , true, false, true",
        "key, , false, false, false",
        "key, , false, true, false",
        ", certificate, false, true, true",
        ", certificate, true, false, false"
    })
    void tokenWhenBoundToAKeyThatWasAskedForThenNotRotated(
            @Nullable String key,
            @Nullable String certificate,
            boolean hasProof,
            boolean asksForCertificates,
            boolean bound) {
        RefreshToken token = refreshToken("t");
        if (key != null || certificate != null) {
            AccessToken.Confirmation confirmation = new AccessToken.Confirmation();
            confirmation.setKeyThumbprint(key);
            confirmation.setCertThumbprint(certificate);
            token.setConfirmation(confirmation);
        }

        assertThat(RotationGuard.isBound(token, hasProof, () -> asksForCertificates))
                .isEqualTo(bound);
    }

    @Test
    void lineWhenTheFirstIsRefreshedThenItsIdNamesAllThatFollow() {
        RefreshToken second = refreshToken("t1");
        assertThat(RotationGuard.line(refreshToken("t0"))).isEqualTo("t0");

        assertThat(RotationGuard.continued(second, "t0")).isEqualTo("t1");
        assertThat(RotationGuard.line(second)).isEqualTo("t0");
    }

    @Test
    void lineWhenNoTokenFollowsThenNoneIsNext() {
        assertThat(RotationGuard.continued(null, "t0")).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"1000060, 60", "1000001, 1", "1000000, 1", "999000, 1", "0, 315360000", ", 315360000"})
    void lifeWhenItEndsThenSecondsUntilThen(@Nullable Long expiry, long left) {
        RefreshToken token = refreshToken("t");
        token.exp(expiry);
        assertThat(RotationGuard.secondsLeft(token, NOW)).isEqualTo(left);
    }

    @Test
    void refusalWhenMadeThenItNamesTheToken() {
        var refusal = RotationGuard.refusal(refreshToken("t1"), PORTAL, "id-of-pat");

        assertThat(refusal.rules()).containsExactly(RuleId.REFRESH_ROTATION);
        assertThat(refusal.hook()).isEqualTo(EnforcementPoint.REFRESH);
        assertThat(refusal.event()).isEqualTo(EventType.REFRESH_TOKEN);
        assertThat(refusal.error()).isEqualTo("invalid_grant");
        assertThat(refusal.clientId()).isEqualTo(PORTAL);
        assertThat(refusal.userId()).isEqualTo("id-of-pat");
        assertThat(refusal.details()).isEqualTo(Map.of("refresh_token_id", "t1"));
    }

    @Test
    void exchangeWhenItAsksForARefreshTokenThenRefused() {
        assertThat(RotationGuard.exchange(PORTAL, form(REFRESH))).hasValueSatisfying(refusal -> {
            assertThat(refusal.rules()).containsExactly(RuleId.REFRESH_ROTATION);
            assertThat(refusal.hook()).isEqualTo(EnforcementPoint.TOKEN);
            assertThat(refusal.event()).isEqualTo(EventType.TOKEN_EXCHANGE);
            assertThat(refusal.error()).isEqualTo("invalid_request");
            assertThat(refusal.clientId()).isEqualTo(PORTAL);
        });
        assertThat(RotationGuard.exchange(PORTAL, form(ACCESS))).isEmpty();
    }

    @Test
    void exchangeWhenItAsksForNothingThenAnAccessTokenIsSet() {
        Map<String, List<String>> form = new HashMap<>();
        assertThat(RotationGuard.exchange(PORTAL, form)).isEmpty();
        assertThat(form).isEqualTo(Map.of(TYPE, List.of(ACCESS)));
    }

    private static Map<String, List<String>> form(String type) {
        return new HashMap<>(Map.of(TYPE, List.of(type)));
    }

    @ParameterizedTest
    @CsvSource({"100, 50, 50", "50, 100, 50", "100, , 100", ", 50, 50", "0, 50, 50", "100, 0, 100", "100, 100, 100"})
    void tokenWhenMadeFromAnotherThenItEndsWithTheFirstOfBoth(Long own, Long other, Long expected) {
        AccessToken token = new AccessToken();
        token.exp(own);
        RotationGuard.endWith(token, other);
        assertThat(token.getExp()).isEqualTo(expected);
    }
}
