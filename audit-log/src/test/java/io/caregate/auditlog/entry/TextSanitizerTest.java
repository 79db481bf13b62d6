package io.caregate.auditlog.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSanitizerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000", "\u0007", "\t", "\n", "\r", "\u001b", "\u007f", "\u0085", "\u009f", "\u2028", "\u2029",
                "\u200e", "\u200f", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069", "\ufdd0", "\ufffe", "\uffff",
                "\ud800", "\udfff"
            })
    void replaces(String bad) {
        assertThat(TextSanitizer.of(bad)).isEqualTo("\ufffd");
        assertThat(TextSanitizer.of("a" + bad + "b")).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "alice", "Jürgen", "患者", "\ud83d\ude00", "a\u200db", "\ufeffx", "\ufffd", "<b>\"'\\"})
    void keeps(String good) {
        assertThat(TextSanitizer.of(good)).isSameAs(good);
    }

    @Property
    void cleanTextIsAsCleanAsItGets(@ForAll String text) {
        String clean = TextSanitizer.of(text);
        assertThat(TextSanitizer.of(clean)).isSameAs(clean);
    }

    @Property
    void cleanTextSurvivesUtf8(@ForAll String text) {
        String clean = TextSanitizer.of(text);
        assertThat(new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(clean);
    }
}
