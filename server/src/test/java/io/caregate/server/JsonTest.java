package io.caregate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @Test
    void objectWhenValidThenEveryKindOfValue() {
        var json = Json.object("""
                { "text": "a \\"quoted\\" \\u00e4\\n", "number": -1.5e3, "yes": true, "no": false, "none": null,
                  "list": [1, "two", []], "object": {"inner": {}} }
                """);

        assertThat(json.get("text")).isEqualTo("a \"quoted\" ä\n");
        assertThat(json.get("number")).isEqualTo(-1500.0);
        assertThat(json.get("yes")).isEqualTo(true);
        assertThat(json.get("no")).isEqualTo(false);
        assertThat(json.containsKey("none")).isTrue();
        assertThat(json.get("none")).isNull();
        assertThat(json.get("list")).isEqualTo(Arrays.asList(1.0, "two", List.of()));
        assertThat(json.get("object")).isEqualTo(Map.of("inner", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":tru}",
                "{\"a\":\"b}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00\"}",
                "{} {}",
                "{a:1}"
            })
    void objectWhenInvalidThenRefused(String text) {
        assertThatThrownBy(() -> Json.object(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void objectsWhenFieldIsAbsentThenNone() {
        assertThat(Json.objects(Json.object("{\"a\":1}"), "b")).isEmpty();
        assertThat(Json.objects(Json.object("{\"a\":1}"), "a")).isEmpty();
        assertThat(Json.string(Json.object("{\"a\":1}"), "a")).isEmpty();
    }
}
