package io.caregate.policy.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DenialTest {

    @Test
    void requiredRoleWhenANameHasCharactersThatNoHeaderTakesThenTheDescriptionHasNone() {
        var denial = new Denial("api\r\nX-Evil: 1", "Ärztin \"x\"\\\n");

        assertThat(denial.description())
                .contains("<U+00C4>rztin <U+0022>x<U+0022><U+005C><U+000A>", "api<U+000D><U+000A>X-Evil: 1")
                .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    }

    @Test
    void requiredRoleWhenNobodyCanBeAdmittedThenTheDescriptionSaysSo() {
        assertThat(new Denial("häuser", "").description()).startsWith("Nobody is admitted to h<U+00E4>user;");
    }
}
