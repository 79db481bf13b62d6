package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class VersionedMethodTest {

    @Test
    void methodWhenTheNewFormIsThereThenItIsCalled() {
        VersionedMethod found = VersionedMethod.of(String.class)
                .or("repeat", int.class)
                .or("concat", String.class)
                .orElseThrow();

        assertThat(found.call("ab", 2)).isEqualTo("abab");
    }

    @Test
    void methodWhenOnlyTheOldFormIsThereThenItGetsAsManyArgumentsAsItTakes() {
        VersionedMethod found = VersionedMethod.of(String.class)
                .or("concat", String.class, boolean.class)
                .or("concat", String.class)
                .orElseThrow();

        assertThat(found.call("a", "b", true)).isEqualTo("ab");
    }

    @Test
    void methodWhenNoFormIsThereThenAllAreNamed() {
        assertThatExceptionOfType(NoSuchMethodError.class)
                .isThrownBy(() -> VersionedMethod.of(String.class)
                        .or("getRedirectUri")
                        .or("concat", int.class)
                        .orElseThrow())
                .withMessage("java.lang.String.getRedirectUri() or concat(int)");
    }

    @Test
    void methodWhenItThrowsThenTheCallerSeesItsException() {
        VersionedMethod found =
                VersionedMethod.of(String.class).or("repeat", int.class).orElseThrow();

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> found.call("a", -1));
    }
}
