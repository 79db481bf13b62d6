package io.caregate.foundation.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Keycloak older than all that were tested is refused, whatever the order of the list. */
class BuildInfoTest {

    private final BuildInfo build = new BuildInfo("1.2.3", List.of("26.10.0", "26.6.4", "26.7.0"));

    @ParameterizedTest
    @ValueSource(strings = {"26.5.6", "26.6.3", "26.6.4-beta1", "25.10.6", "9.0.0"})
    void startWhenKeycloakIsOlderThanAllThatAreTestedThenRefused(String version) {
        assertThatIllegalStateException()
                .isThrownBy(() -> build.requireNotOlder(version, "caregate-policy.jar"))
                .withMessage("Caregate 1.2.3 does not start on Keycloak " + version
                        + ", since it needs at least Keycloak 26.6.4. It is tested on Keycloak 26.10.0, 26.6.4, 26.7.0."
                        + " Use one of these, or take caregate-policy.jar out of the folder providers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"26.6.4", "26.6.10", "26.6.4.redhat-00001", "26.7.2", "27.0.0", "999.0.0-SNAPSHOT", "UNKNOWN"})
    void startWhenKeycloakIsTheOldestThatIsTestedOrNewerThenNoRefusal(String version) {
        assertThatCode(() -> build.requireNotOlder(version, "caregate-policy.jar"))
                .doesNotThrowAnyException();
    }

    @Test
    void factsWhenReadFromTheJarThenTheBuildsOwn() {
        BuildInfo read = BuildInfo.read();

        assertThat(read.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(read.keycloakVersions()).hasSizeGreaterThan(1).allMatch(version -> version.matches("[\\d.]+"));
        assertThat(read.testedOn(read.keycloakVersions().get(0))).isTrue();
        assertThat(read.testedOn("26.8.0-none")).isFalse();
    }
}
