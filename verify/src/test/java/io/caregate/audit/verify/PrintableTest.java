package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    /** Characters that are invisible, or look like a blank. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u3164", "\u034F", "\u2800", "\uFE0F", "\uFFA0", "\u115F", "\u180E", "\u200B", "\u00A0", "\u3000",
                "\uFEFF", "\u202E", "\u001B", "\u0085", "\u2028", "\uE000", "\u2065"
            })
    void textWhenPartOfItIsNotSeenThenReplacedAndInJsonEscaped(String hidden) {
        assertThat(Printable.of("ali" + hidden + "ce")).isEqualTo("ali?ce");
        assertThat(Printable.escaped("ali" + hidden + "ce"))
                .isEqualTo(String.format("ali\\u%04xce", (int) hidden.charAt(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "jos\u00e9", "a\u0308lice", "\u65e5\u672c", "\uD83D\uDE00"})
    void textWhenItIsSeenThenAsItIs(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
        assertThat(Printable.escaped(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u05d0", "\u0627", "\u0661"})
    void textWhenItIsWrittenFromRightToLeftThenEscapedInJson(String letter) {
        assertThat(Printable.of(letter)).isEqualTo(letter);
        assertThat(Printable.escaped(letter)).isEqualTo(String.format("\\u%04x", (int) letter.charAt(0)));
    }
}
