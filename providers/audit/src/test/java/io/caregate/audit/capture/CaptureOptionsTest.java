package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.record.NameHash;
import io.caregate.audit.record.UnknownUsernames;
import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureOptionsTest {
    private static final String PREFIX = "--spi-events-listener--caregate-audit--";

    private static CaptureOptions read(Map<String, String> given) {
        return CaptureOptions.from(Options.of(
                "events-listener",
                "caregate-audit",
                CaptureOptions.NAMES,
                TestConfig.scope("events-listener", "caregate-audit", given)));
    }

    @Test
    void optionsWhenNoneIsGivenThenTheDocumentedDefaults() {
        CaptureOptions options = read(Map.of());
        assertThat(options.events()).isEqualTo(EventSelection.parse("errors").orElseThrow());
        assertThat(options.adminEvents()).isEqualTo(AdminSelection.GUARDED);
        assertThat(options.unknownUsernames()).isEqualTo(UnknownUsernames.HASH);
        assertThat(options.usernameKey()).isEmpty();
        assertThat(options.spillDirectory()).isEqualTo(Path.of("data/caregate-audit"));
        assertThat(options.node()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(UnknownUsernames.class)
    void modeWhenInLowerCaseThenTaken(UnknownUsernames mode) {
        assertThat(read(Map.of("unknown-usernames", mode.toString())).unknownUsernames())
                .isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            events            | LOGGIN | errors,LOGIN
            admin-events      | some   | guarded, all or none
            unknown-usernames | HASH   | hash, clear or drop
            """)
    void optionWhenOutsideItsRangeThenTheStartStopsAndSaysWhatIsAllowed(String option, String value, String allowed) {
        assertThatThrownBy(() -> read(Map.of(option, value)))
                .isInstanceOf(BadOptionException.class)
                .hasMessageStartingWith(PREFIX + option + " is \"" + value + "\", but must be ")
                .hasMessageContaining(allowed);
    }

    @Test
    void spillDirectoryWhenAFileThenTheStartStops(@TempDir Path folder) throws Exception {
        String file = Files.createFile(folder.resolve("file")).toString();
        assertThatThrownBy(() -> read(Map.of("spill-dir", file)))
                .isInstanceOf(BadOptionException.class)
                .hasMessageStartingWith(PREFIX + "spill-dir is \"" + file + "\", but must be a folder");
        assertThat(read(Map.of("spill-dir", folder.toString())).spillDirectory())
                .isEqualTo(folder);
    }

    @Test
    void keyFileWhenItHoldsAKeyThenItHashes(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        assertThat(read(Map.of("username-key-file", file.toString()))
                        .usernameKey()
                        .orElseThrow()
                        .of("realm", "name"))
                .isEqualTo(new NameHash(new byte[32]).of("realm", "name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "####"})
    void keyFileWhenItHoldsNoKeyThenTheStartStops(String content, @TempDir Path folder) throws Exception {
        String file = Files.writeString(folder.resolve("key"), content).toString();
        assertThatThrownBy(() -> read(Map.of("username-key-file", file)))
                .isInstanceOf(BadOptionException.class)
                .hasMessageStartingWith(PREFIX + "username-key-file is \"" + file + "\", but must be a file that")
                .hasMessageContaining("32");
    }
}
