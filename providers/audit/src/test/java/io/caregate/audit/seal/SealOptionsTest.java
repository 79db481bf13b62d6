package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealOptionsTest {
    @TempDir
    private Path folder;

    private static SealOptions read(Map<String, String> given) {
        return SealOptions.from(Options.of(
                "events-listener",
                "caregate-audit",
                SealOptions.NAMES,
                TestConfig.scope("events-listener", "caregate-audit", given)));
    }

    @Test
    void optionsWhenNoneIsGivenThenTheDocumentedDefaults() {
        SealOptions options = read(Map.of());
        assertThat(options.origin().name()).isEqualTo("caregate-audit");
        assertThat(options.origin().warning()).isPresent();
        assertThat(options.signed()).isTrue();
        assertThat(options.signer()).isEmpty();
    }

    @Test
    void signingWhenOffThenNothingIsSignedUnlessAKeyIsNamed() throws Exception {
        assertThat(read(Map.of("signing", "off")).signed()).isFalse();
        Path file = Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
        assertThat(read(Map.of("signing", "on", "signing-key-file", file.toString()))
                        .signer())
                .isPresent();
        assertThatThrownBy(() -> read(Map.of("signing", "off", "signing-key-file", file.toString())))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContaining("signing is \"off\", but must be on, since signing-key-file names a key");
    }

    @Test
    void keyWhenItIsOneThenItSignsUnderTheOrigin() throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
        SealOptions options = read(Map.of("signing-key-file", file.toString(), "origin", "sso.example.org/audit"));
        assertThat(options.signer().orElseThrow().key().name()).isEqualTo("sso.example.org/audit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "a\nb", "\u00e4"})
    void originWhenItCannotNameALogThenTheStartStops(String origin) {
        assertThatThrownBy(() -> read(Map.of("origin", origin)))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContainingAll("--spi-events-listener--caregate-audit--origin is \"", "255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void keyFileWhenItHoldsNoKeyThenTheStartStopsAndDoesNotSayWhatItHolds(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), content);
        assertThatThrownBy(() -> read(Map.of("signing-key-file", file.toString())))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContainingAll(
                        "--spi-events-listener--caregate-audit--signing-key-file is \"" + file, "openssl")
                .hasMessageNotContaining("secret");
    }

    @Test
    void keyFileWhenMissingThenTheStartStops() {
        String file = folder.resolve("none").toString();
        assertThatThrownBy(() -> read(Map.of("signing-key-file", file)))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContaining("cannot be read");
    }
}
