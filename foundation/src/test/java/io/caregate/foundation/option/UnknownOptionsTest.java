package io.caregate.foundation.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnknownOptionsTest {
    private static final Logger ROOM = Logger.getLogger("io.caregate.foundation.option");

    private final List<String> warnings = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            warnings.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        ROOM.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        ROOM.removeHandler(handler);
    }

    @Test
    void optionWhenUnknownThenNamedInFullWithTheNearestIfOneIsClose() {
        Map<String, String> given = Map.of("modee", "x", "colour", "", "mode", "report", "enabled", "true");
        Options.of("cors", "caregate", List.of("mode", "pkce"), TestConfig.scope("cors", "caregate", given))
                .warnOfUnknown();

        assertThat(warnings)
                .containsExactly(
                        "--spi-cors--caregate--colour is unknown and has no effect; known are mode, pkce",
                        "--spi-cors--caregate--modee is unknown and has no effect;"
                                + " did you mean --spi-cors--caregate--mode?");
    }

    @Test
    void providerWhenNoJarBringsItThenItsOptionsAreNamedInFull() {
        Map<String, String> given = Map.of(
                "--spi-sink--fille--directory", "/log",
                "--spi-sink--file--format", "json",
                "--spi-sink--kafka--topic", "audit",
                "--spi-sink--off--enabled", "false",
                "--spi-sink--off--url", "x",
                "--spi-sink--provider", "file",
                "--spi-sinks--fille--directory", "/log");
        TestConfig.during(given, () -> {
            UnknownOptions.warnOfProviders("sink", Set.of("file", "webhook"));
            return given;
        });

        assertThat(warnings)
                .containsExactly(
                        "--spi-sink--fille--directory is unknown and has no effect: no installed JAR has a provider"
                                + " fille; did you mean --spi-sink--file--directory?",
                        "--spi-sink--kafka--topic is unknown and has no effect: no installed JAR has a provider kafka;"
                                + " known are file, webhook");
    }
}
