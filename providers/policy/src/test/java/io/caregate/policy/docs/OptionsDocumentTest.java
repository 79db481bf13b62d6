package io.caregate.policy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.posture.Posture;
import io.caregate.policy.rule.AdministratorDecision;
import io.caregate.policy.rule.Environment;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.TokenLifespan;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.Config;

class OptionsDocumentTest {

    private final Document options = Document.of("docs/options.md");

    @AfterEach
    void forgetConfig() {
        Config.init(new Config.SystemPropertiesConfigProvider());
    }

    @Test
    void optionWhenReadThenDocumentedAndNoOtherIs() {
        Set<String> read = new TreeSet<>();
        Config.init(new Recorder(read));
        PolicyOptions.read();

        assertThat(read).isNotEmpty();
        // Those of realm-restapi-extension are the portal's.
        assertThat(options.all("--spi-(?!realm-restapi-extension)[a-z-]+?--caregate--[a-z-]+"))
                .isEqualTo(read);
        for (String option : read) {
            assertThat(options.rows(option)).as(option).singleElement().satisfies(cells -> assertThat(cells.get(1))
                    .isEqualTo(variable(option)));
        }
    }

    @Test
    void clientAttributeWhenReadThenDocumentedAndNoOtherIs() {
        assertThat(options.all("caregate\\.[a-z-]+(?=`)"))
                .containsExactlyInAnyOrder(
                        RoleRequirement.ATTRIBUTE,
                        TokenLifespan.ATTRIBUTE,
                        Environment.ATTRIBUTE,
                        AdministratorDecision.WITHOUT_CONSENT.attribute(),
                        AdministratorDecision.FULL_SCOPE.attribute(),
                        Posture.OWNER_ATTRIBUTE);
    }

    private static String variable(String option) {
        return option.replaceFirst("--", "KC_").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** A configuration in which nothing is set, and which notes what it was asked for. */
    private record Recorder(Set<String> read) implements Config.ConfigProvider {

        @Override
        public @Nullable String getProvider(String spi) {
            return null;
        }

        @Override
        public @Nullable String getDefaultProvider(String spi) {
            return null;
        }

        @Override
        public Config.Scope scope(String... scope) {
            return new RecordedScope(read, "--spi-" + String.join("--", scope) + "--");
        }
    }

    private static final class RecordedScope extends Config.AbstractScope {

        private final Set<String> read;
        private final String prefix;

        RecordedScope(Set<String> read, String prefix) {
            this.read = read;
            this.prefix = prefix;
        }

        @Override
        public @Nullable String get(String key) {
            if (prefix.contains("--caregate--")) {
                read.add(prefix + key);
            }
            return null;
        }

        @Override
        public Config.Scope scope(String... scope) {
            return this;
        }

        @Deprecated
        @Override
        public Set<String> getPropertyNames() {
            return Set.of();
        }

        @Override
        public Config.Scope root() {
            return this;
        }
    }
}
