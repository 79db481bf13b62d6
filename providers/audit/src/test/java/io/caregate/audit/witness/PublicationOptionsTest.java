package io.caregate.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationOptionsTest {
    private static final String KEY =
            NoteSigner.ofPem("w.example", NoteSigner.newPem()).witnessKey().toString();

    @TempDir
    private Path folder;

    private static PublicationOptions read(Map<String, String> given) {
        return PublicationOptions.from(Options.of(
                "events-listener",
                "caregate-audit",
                PublicationOptions.NAMES,
                TestConfig.scope("events-listener", "caregate-audit", given)));
    }

    @Test
    void optionsWhenNoneIsGivenThenTheDocumentedDefaults() {
        PublicationOptions options = read(Map.of());
        assertThat(options.publicLog()).isEqualTo(PublicationOptions.PublicLog.OFF);
        assertThat(options.policy()).isEmpty();
        assertThat(options.quorumAlarm()).isEqualTo(Duration.ofMinutes(10));
        assertThat(read(Map.of("public-log", "on")).publicLog()).isEqualTo(PublicationOptions.PublicLog.ON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "witness w KEY https://w.example/prefix\nquorum w",
                "witness w KEY http://127.0.0.1:8099\nquorum none",
                "witness a-name.of_28-characters.0123 KEY https://w.example\nquorum none",
                "quorum none"
            })
    void policyWhenEachWitnessCanBeReachedSafelyThenTaken(String text) throws Exception {
        assertThat(read(Map.of("witness-policy-file", file(text))).policy()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "witness w KEY\nquorum w",
                "witness w KEY http://w.example\nquorum w",
                "witness w KEY ftp://127.0.0.1\nquorum w",
                "witness w KEY https://user:secret@w.example\nquorum w",
                "witness a-name.of_29-characters.01234 KEY https://w.example\nquorum none",
                "witness \u00e4 KEY https://w.example\nquorum none",
                "witness w KEY https://w.example",
                ""
            })
    void policyWhenItCannotBeUsedThenTheStartStops(String text) throws Exception {
        Map<String, String> given = Map.of("witness-policy-file", file(text));
        assertThatThrownBy(() -> read(given))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContaining("--spi-events-listener--caregate-audit--witness-policy-file");
    }

    private String file(String text) throws Exception {
        return Files.writeString(folder.resolve("policy"), text.replace("KEY", KEY))
                .toString();
    }
}
