package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.TestScope;
import io.caregate.audit.record.UnknownUsernames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.ServerStartupError;

class CaptureOptionsTest {
    @Test
    void defaultsAreTheDocumentedOnes() {
        CaptureOptions options = CaptureOptions.from(new TestScope(Map.of()), List.of());
        assertThat(options.events()).isEqualTo(EventSelection.parse("errors").orElseThrow());
        assertThat(options.adminEvents()).isEqualTo(AdminSelection.GUARDED);
        assertThat(options.unknownUsernames()).isEqualTo(UnknownUsernames.HASH);
        assertThat(options.usernameKeyFile()).isEmpty();
        assertThat(options.spillDirectory()).isEqualTo(Path.of("data/caregate-audit"));
        assertThat(options.node()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(UnknownUsernames.class)
    void takesEveryModeInLowerCase(UnknownUsernames mode) {
        assertThat(CaptureOptions.from(new TestScope(Map.of("unknown-usernames", mode.toString())), List.of())
                        .unknownUsernames())
                .isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource({
        "events, LOGGIN, --spi-events-listener--caregate-audit--events=LOGGIN, errors",
        "admin-events, some, --spi-events-listener--caregate-audit--admin-events=some, 'guarded, all or none'",
        "unknown-usernames, HASH, --spi-events-listener--caregate-audit--unknown-usernames=HASH, 'hash, clear or drop'"
    })
    void stopsAtABadValueAndSaysWhatIsAllowed(String option, String value, String name, String allowed) {
        assertThatThrownBy(() -> CaptureOptions.from(new TestScope(Map.of(option, value)), List.of()))
                .isInstanceOf(ServerStartupError.class)
                .hasMessageContainingAll(name, allowed);
    }

    @Test
    void readsTheKeyOfAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        assertThat(NameKey.of(file)).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "####"})
    void stopsAtAFileWithoutAKey(String content, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), content);
        assertThatThrownBy(() -> NameKey.of(file))
                .isInstanceOf(ServerStartupError.class)
                .hasMessageContainingAll("--spi-events-listener--caregate-audit--username-key-file=", "32");
    }

    @Test
    void stopsAtAMissingFile(@TempDir Path folder) {
        assertThatThrownBy(() -> NameKey.of(folder.resolve("none"))).isInstanceOf(ServerStartupError.class);
    }
}
