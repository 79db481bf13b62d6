package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.TestScope;
import io.caregate.auditlog.tree.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.ServerStartupError;

class SealOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void optionsWhenNoneIsGivenThenTheDocumentedDefaults() {
        SealOptions options = SealOptions.from(new TestScope(Map.of()));
        assertThat(options.origin()).isEqualTo("caregate-audit");
        assertThat(options.signer()).isEmpty();
    }

    @Test
    void keyWhenItIsOneThenItSignsUnderTheOrigin() throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
        SealOptions options = SealOptions.from(
                new TestScope(Map.of("signing-key-file", file.toString(), "origin", "sso.example.org/audit")));
        assertThat(options.signer().orElseThrow().key().name()).isEqualTo("sso.example.org/audit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\nb", "\u00e4"})
    void originWhenItCannotNameALogThenTheStartStops(String origin) {
        assertThatThrownBy(() -> SealOptions.from(new TestScope(Map.of("origin", origin))))
                .isInstanceOf(ServerStartupError.class)
                .hasMessageContainingAll("--spi-events-listener--caregate-audit--origin=" + origin, "255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"})
    void keyFileWhenItHoldsNoKeyThenTheStartStopsAndDoesNotSayWhatItHolds(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), content);
        assertThatThrownBy(() -> SealOptions.from(new TestScope(Map.of("signing-key-file", file.toString()))))
                .isInstanceOf(ServerStartupError.class)
                .hasMessageContainingAll("--spi-events-listener--caregate-audit--signing-key-file=" + file, "openssl")
                .hasMessageNotContaining("secret");
    }

    @Test
    void keyFileWhenMissingThenTheStartStops() {
        String file = folder.resolve("none").toString();
        assertThatThrownBy(() -> SealOptions.from(new TestScope(Map.of("signing-key-file", file))))
                .isInstanceOf(ServerStartupError.class)
                .hasMessageContaining("cannot be read");
    }
}
