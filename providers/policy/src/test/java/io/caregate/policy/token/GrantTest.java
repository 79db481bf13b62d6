package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {

    @Test
    void grantWhenTheFormNamesItThenTheFirst() {
        assertThat(Grant.asked(Map.of("grant_type", List.of("refresh_token", "password"))))
                .isEqualTo("refresh_token");
        assertThat(Grant.asked(Map.of("grant_type", List.of()))).isEmpty();
        assertThat(Grant.asked(Map.of("Grant_type", List.of("password")))).isEmpty();
        assertThat(Grant.asked(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ietf:params:oauth:grant-type:uma-ticket, true",
        "urn:ietf:params:oauth:grant-type:token-exchange, true",
        "refresh_token, false",
        "authorization_code, false",
        "'', false"
    })
    void grantWhenItMakesATokenFromAnotherThenDerived(String type, boolean derived) {
        assertThat(Grant.isDerived(type)).isEqualTo(derived);
    }
}
