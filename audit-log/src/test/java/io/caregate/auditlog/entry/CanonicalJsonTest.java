package io.caregate.auditlog.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    /** The strings of RFC 8785, section 3.2.2 and appendix B. */
    @Test
    void escapesWhatTheRfcEscapesAndNothingElse() {
        String text = "\u20ac$\u000f\nA'B\"\\\\\"/\u007f\u2028";
        assertThat(CanonicalJson.of(text)).isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\u2028\"");
    }

    @Test
    void writesTheShortEscapes() {
        assertThat(CanonicalJson.of("\b\t\n\f\r\u0000\u001f")).isEqualTo("\"\\b\\t\\n\\f\\r\\u0000\\u001f\"");
    }

    /** RFC 8785, section 3.2.3: UTF-16 code units, so the emoji's surrogate comes before U+FB33. */
    @Test
    void sortsNamesByCodeUnits() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("\u20ac", "Euro Sign");
        object.put("\r", "Carriage Return");
        object.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
        object.put("1", "One");
        object.put("\ud83d\ude00", "Emoji: Grinning Face");
        object.put("\u0080", "Control");
        object.put("\u00f6", "Latin Small Letter O With Diaeresis");
        assertThat(CanonicalJson.of(object))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                        + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "9007199254740991, 9007199254740991", "-9007199254740991, -9007199254740991"})
    void writesWholeNumbers(long number, String json) {
        assertThat(CanonicalJson.of(number)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(longs = {9007199254740992L, -9007199254740992L, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesNumbersThatDoublesCannotTell(long number) {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud800a"})
    void refusesLoneSurrogates(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(text));
    }

    @Test
    void refusesWhatJsonDoesNotKnow() {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of(1.5));
    }

    @Test
    void writesEmptyAndNested() {
        assertThat(CanonicalJson.of(Map.of("b", List.of(true, 1, Map.of()), "a", List.of())))
                .isEqualTo("{\"a\":[],\"b\":[true,1,{}]}");
    }

    @Property
    void readsBackAsItWas(@ForAll String text) throws Exception {
        String clean = TextSanitizer.of(text);
        String json = CanonicalJson.of(Map.of("k", clean));
        assertThat(new ObjectMapper().readTree(json).get("k").textValue()).isEqualTo(clean);
    }

    @Property
    void doesNotDependOnTheOrderOfInsertion(@ForAll Map<String, Integer> members) {
        Map<String, Integer> clean = new LinkedHashMap<>();
        members.forEach((name, value) -> clean.put(TextSanitizer.of(name), value));
        Map<String, Integer> reversed = new LinkedHashMap<>();
        List<String> names = List.copyOf(clean.keySet());
        for (int i = names.size() - 1; i >= 0; i--) {
            reversed.put(names.get(i), clean.get(names.get(i)));
        }
        assertThat(CanonicalJson.of(reversed)).isEqualTo(CanonicalJson.of(clean));
    }
}
