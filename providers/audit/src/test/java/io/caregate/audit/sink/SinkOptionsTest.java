package io.caregate.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.foundation.option.TestConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkOptionsTest {
    private static final List<String> NAMES = List.of("url", "secret-file");

    @Test
    void sinkWhenNothingIsGivenThenNone() {
        assertThat(given(Map.of())).isEmpty();
        assertThat(given(Map.of("instances", ""))).isEmpty();
        assertThat(given(Map.of("region-url", "x"))).isEmpty();
    }

    @Test
    void sinkWhenAnyOptionIsGivenThenItHasTheIdOfItsKind() {
        assertThat(given(Map.of("url", "x"))).extracting(SinkOptions::id).containsExactly("webhook");
        assertThat(given(Map.of("realms", "x"))).extracting(SinkOptions::id).containsExactly("webhook");
    }

    @Test
    void sinkWhenNamedThenItReadsItsOwnOptionsAlone() {
        List<SinkOptions> sinks = given(Map.of(
                "url",
                "here",
                "realms",
                "a",
                "instances",
                "siem, region",
                "region-url",
                "there",
                "region-realms",
                "b"));

        assertThat(sinks).extracting(SinkOptions::id).containsExactly("webhook", "webhook-siem", "webhook-region");
        assertThat(sinks).extracting(SinkOptions::suffix).containsExactly("", "-siem", "-region");
        assertThat(sinks.get(0).text("url")).contains("here");
        assertThat(sinks.get(1).text("url")).isEmpty();
        assertThat(sinks.get(2).text("url")).contains("there");
        assertThat(sinks).extracting(sink -> sink.filter().toString()).containsExactly("realms=a", "", "realms=b");
    }

    @Test
    void optionWhenBadThenNamedWithTheNameOfItsSink() {
        SinkOptions region = given(Map.of("instances", "region", "region-start", "yesterday"))
                .get(0);

        assertThatThrownBy(() -> region.sink(1, "", session -> null))
                .hasMessageContaining("--spi-caregate-audit-sink--webhook--region-start is \"yesterday\"");
        assertThatThrownBy(() -> region.required("url", "an address"))
                .hasMessageContaining("--spi-caregate-audit-sink--webhook--region-url is not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Region",
                "1st",
                "my-siem",
                "siem,siem",
                "siem;region",
                "abcdefghijklmnopq",
                "secret",
                "url",
                "batch",
                "instances.x"
            })
    void nameWhenItLeavesADoubtThenTheStartStops(String instances) {
        assertThatThrownBy(() -> given(Map.of("instances", instances)))
                .hasMessageContaining("--spi-caregate-audit-sink--webhook--instances is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"region", "siem,region", " siem , region ", "abcdefghijklmnop", "s1", "file", "ur"})
    void nameWhenClearThenTaken(String instances) {
        assertThat(given(Map.of("instances", instances))).hasSize(instances.split(",").length);
    }

    private static List<SinkOptions> given(Map<String, String> options) {
        return SinkOptions.given(TestConfig.scope("caregate-audit-sink", "webhook", options), "webhook", NAMES);
    }
}
