package io.caregate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "db",
                "features",
                "feature-token-exchange",
                "health-enabled",
                "http-relative-path",
                "spi-events-listener--email--enabled",
                "spi-hostname--provider",
                "spi-theme--provider-default"
            })
    void optionWhenKeycloakBuildsItInThenBuildTime(String key) {
        assertThat(ServerOptions.isBuildTime(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db-url",
                "http-port",
                "hostname-strict",
                "cache",
                "log-level",
                "spi-client-policy-manager--caregate--mode",
                "spi-token-interceptor--caregate--required-roles"
            })
    void optionWhenReadAtStartThenRunTime(String key) {
        assertThat(ServerOptions.isBuildTime(key)).isFalse();
    }

    @Test
    void optionsWhenTakenApartThenNothingIsLost() {
        var options = new ServerOptions();
        options.set("--http-port=1");
        options.set("--spi-x--y--z=a=b");
        options.set("--verbose");
        options.set("--metrics-enabled=true");
        options.set("--db=postgres");
        options.set("--http-port=2");
        options.setDefault("db", "dev-file");
        options.setDefault("cache", "local");

        assertThat(options.buildTime()).containsExactly("--db=postgres", "--metrics-enabled=true");
        assertThat(options.runTime())
                .containsExactly("--http-port=2", "--spi-x--y--z=a=b", "--verbose", "--cache=local");
        assertThat(options.all()).hasSize(6);
        assertThat(options.get("http-port", "")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port=1", "--db-pool-max-size=4"})
    void databaseWhenAsKeycloakOpensItByItselfThenItsOwn(String option) {
        assertThat(isOwnH2("--db=dev-file", option)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--db=postgres",
                "--db-username=sa",
                "--db-password=password",
                "--db-url=jdbc:h2:mem:x",
                "--db-schema=x"
            })
    void databaseWhenAnotherOrOpenedByAnotherThenNotItsOwn(String option) {
        assertThat(isOwnH2("--db=dev-file", option)).isFalse();
    }

    private static boolean isOwnH2(String... typed) {
        var options = new ServerOptions();
        for (String option : typed) {
            options.set(option);
        }
        return options.isOwnH2();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--", "db=postgres", "-Dx=y"})
    void optionWhenNotTypedAsKeycloakTakesItThenRefused(String option) {
        assertThatThrownBy(() -> new ServerOptions().set(option)).isInstanceOf(IllegalArgumentException.class);
    }
}
