package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PkceMethodTest {

    @Test
    void checkWhenPlainThenNobodyCanSignIn() {
        assertThat(PkceMethod.check(Map.of("pkce.code.challenge.method", "plain"))
                        .map(Finding::text))
                .hasValue("attributes.pkce.code.challenge.method 'plain': the client may only send plain, which is"
                        + " refused, so nobody can sign in; set it to S256 (pkce-s256).");
    }

    @Test
    void checkWhenAnyOtherThenNothing() {
        assertThat(PkceMethod.check(Map.of())).isEmpty();
        assertThat(PkceMethod.check(Map.of("pkce.code.challenge.method", "S256")))
                .isEmpty();
        assertThat(PkceMethod.check(Map.of("pkce.code.challenge.method", ""))).isEmpty();
    }
}
