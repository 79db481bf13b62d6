package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SigningKeyRuleTest {
    private static SigningKey key(@Nullable String id, @Nullable String use, @Nullable String algorithm) {
        return new SigningKey(id, use, algorithm);
    }

    private static List<String> codes(SigningKey... keys) {
        return SigningKeyRule.check(List.of(keys)).stream().map(Finding::code).toList();
    }

    @Test
    void keyWhenTheOnlyOneThenNeedsNoKid() {
        assertThat(codes()).isEmpty();
        assertThat(codes(key(null, "sig", null))).isEmpty();
        assertThat(codes(key("a", "sig", null))).isEmpty();
    }

    @Test
    void keyWhenBesideOneForEncryptionThenNeedsNoKid() {
        assertThat(codes(key(null, "sig", null), key(null, "enc", null))).isEmpty();
    }

    @Test
    void keyWhenBesideAnotherThenNeedsAKidOfItsOwn() {
        assertThat(codes(key("a", "sig", null), key("b", "sig", null))).isEmpty();
        assertThat(codes(key("a", "sig", null), key(null, "sig", null))).containsExactly("key-without-kid");
        assertThat(codes(key("", "sig", null), key(" ", "sig", null)))
                .containsExactly("key-without-kid", "key-without-kid");
        assertThat(codes(key("a", "sig", null), key("a", "sig", null))).containsExactly("kid-twice");
    }

    @Test
    void kidWhenOfTwoKeysThenChosenByTheAlgorithmWhereBothSayIt() {
        assertThat(codes(key("a", "sig", "RS384"), key("a", "sig", "ES384"))).isEmpty();
        assertThat(codes(key("a", "sig", null), key("a", "sig", "ES384"))).isEmpty();
        assertThat(codes(key("a", "sig", "RS384"), key("a", "sig", null))).containsExactly("kid-twice");
        assertThat(codes(key("a", "sig", "RS384"), key("a", "sig", "RS384"))).containsExactly("kid-twice");
    }

    @Test
    void keyWhenWithoutUseThenNeverChosen() {
        assertThat(codes(key("a", null, null))).containsExactly("key-without-use");
        assertThat(codes(key("a", null, null), key(null, "sig", null))).containsExactly("key-without-use");
    }

    @Test
    void findingWhenOfAKeyThenOfTheStoredSet() {
        assertThat(SigningKeyRule.check(List.of(key("a", null, null))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(RuleId.CLIENT_ASSERTION);
                    assertThat(finding.field()).isEqualTo("attributes.jwks.string");
                    assertThat(finding.value()).isEqualTo("a");
                });
    }
}
