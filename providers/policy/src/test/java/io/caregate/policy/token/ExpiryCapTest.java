package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.JsonWebToken;

class ExpiryCapTest {
    @ParameterizedTest
    @CsvSource({"1000, 1000", "999, 999", "995, 995", "994, 1000", "1, 1000", "0, 1000", "-5, 1000", "1001, 1000"})
    void lifeWhenIssuedAtThenBeginsAt(long issued, long begins) {
        assertThat(ExpiryCap.start(new JsonWebToken().iat(issued), 1000)).isEqualTo(begins);
    }

    @Test
    void lifeWhenNotSaidWhenIssuedThenBeginsNow() {
        assertThat(ExpiryCap.start(new JsonWebToken(), 1000)).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({"1300, 1300", "1301, 1300", "1299, 1299", "0, 1300"})
    void expiryWhenLaterThanAllowedThenShortened(long expiry, long left) {
        JsonWebToken token = new JsonWebToken().exp(expiry);

        ExpiryCap.apply(token, 1300);

        assertThat(token.getExp()).isEqualTo(left);
    }

    private static ProtectedApi api(int seconds) {
        return new ProtectedApi("api", "api", List.of(), Duration.ofSeconds(seconds));
    }

    @Test
    void lifeWhenForSeveralApisThenTheShortestOfThem() {
        JsonWebToken token = new JsonWebToken().iat(999L).exp(9_999L);

        assertThat(ExpiryCap.apply(token, List.of(api(300), api(60), api(120)), 1000))
                .isEqualTo(1059);
        assertThat(token.getExp()).isEqualTo(1059);
    }

    @Test
    void lifeWhenForNoApiThenAsItIs() {
        JsonWebToken token = new JsonWebToken().exp(9_999L);

        assertThat(ExpiryCap.apply(token, List.of(), 1000)).isEqualTo(VettedTokens.ANY_EXPIRY);
        assertThat(token.getExp()).isEqualTo(9_999);
    }

    @Test
    void expiryWhenNoneThenSet() {
        JsonWebToken token = new JsonWebToken();

        ExpiryCap.apply(token, 1300);

        assertThat(token.getExp()).isEqualTo(1300);
    }
}
