package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingTest {

    @Test
    void textWhenShortThenValueInFull() {
        assertThat(new Finding(RuleId.PKCE_S256, "field", "value", "it is wrong", "write it right").text())
                .isEqualTo("field 'value': it is wrong; write it right (pkce-s256).");
    }

    @Test
    void textWhenMoreThan120CharactersThenCutAndCounted() {
        assertThat(new Finding(RuleId.PKCE_S256, "field", "a".repeat(120), "p", "a").text())
                .isEqualTo("field '" + "a".repeat(120) + "': p; a (pkce-s256).");
        assertThat(new Finding(RuleId.PKCE_S256, "field", "a".repeat(121), "p", "a").text())
                .isEqualTo("field '" + "a".repeat(120) + "...' (121 characters): p; a (pkce-s256).");
    }

    static Stream<Arguments> notPrintable() {
        return Stream.of(
                arguments("a\tb", "a<U+0009>b"),
                arguments("a\r\nb", "a<U+000D><U+000A>b"),
                arguments("a\0b", "a<U+0000>b"),
                arguments("a\u007fb", "a<U+007F>b"),
                arguments("a\\b", "a<U+005C>b"),
                arguments("a\"b", "a<U+0022>b"),
                arguments("a\u0085b", "a<U+0085>b"),
                arguments("a\u00e4b", "a<U+00E4>b"),
                arguments("a\u202eb", "a<U+202E>b"),
                arguments("a\u2028b", "a<U+2028>b"),
                arguments("a\ud83d\ude00b", "a<U+1F600>b"),
                arguments("a\ud83db", "a<U+D83D>b"),
                arguments("a b~!#[]", "a b~!#[]"));
    }

    @ParameterizedTest
    @MethodSource("notPrintable")
    void escapedWhenNotPrintableAsciiThenCodePoint(String text, String escaped) {
        assertThat(PrintableText.printable(text, 100)).isEqualTo(escaped);
    }

    @Test
    void escapedWhenCutThenCountedBeforeEscaping() {
        assertThat(PrintableText.printable("\n\n\n", 2)).isEqualTo("<U+000A><U+000A>");
        assertThat(PrintableText.printable("abc", 3)).isEqualTo("abc");
        assertThat(PrintableText.printable("abc", 0)).isEmpty();
        assertThat(PrintableText.printable("a\ud83d\ude00", 2)).isEqualTo("a<U+D83D>");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_IMPLICIT_GRANT, no-implicit-grant",
        "NO_PASSWORD_GRANT, no-password-grant",
        "EXACT_REDIRECT_URI, exact-redirect-uri",
        "EXACT_WEB_ORIGIN, exact-web-origin",
        "PKCE_S256, pkce-s256",
        "ISSUER_IN_RESPONSE, issuer-in-response",
        "REFRESH_ROTATION, refresh-rotation",
        "CLIENT_ASSERTION, client-assertion",
        "REQUIRED_ROLE, required-role",
        "TOKEN_SUBJECT, token-subject"
    })
    void ruleIdWhenShownThenAsDocumented(RuleId rule, String id) {
        assertThat(rule.id()).isEqualTo(id);
        assertThat(rule).hasToString(id);
        assertThat(RuleId.values()).hasSize(10);
        assertThat(RuleId.of(id)).contains(rule);
        assertThat(rule.reference()).isEqualTo("(" + id + ")");
    }

    @Test
    void ruleIdWhenSeveralThenReferencesInOrderAndOnce() {
        assertThat(RuleId.references(List.of(RuleId.PKCE_S256, RuleId.NO_IMPLICIT_GRANT, RuleId.PKCE_S256)))
                .isEqualTo("(no-implicit-grant, pkce-s256)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NO_IMPLICIT_GRANT", "no-implicit-grant ", "no-implicit"})
    void ruleIdWhenNoRuleHasItThenEmpty(String id) {
        assertThat(RuleId.of(id)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ruleIdWhenDerivedFromNameThenTheSame(RuleId rule) {
        assertThat(rule.id()).isEqualTo(rule.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
