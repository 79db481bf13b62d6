package io.caregate.policy.findings;

import static io.caregate.policy.findings.TestFindings.audience;
import static io.caregate.policy.findings.TestFindings.realm;
import static io.caregate.policy.findings.TestFindings.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.RoleRequirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealmFindingsTest {

    private static List<String> effects(RealmFacts realm) {
        return new RealmFindings(realm)
                .check(TestFindings::exists).stream()
                        .map(found -> found.effect().id() + " "
                                + found.finding().rule() + " " + found.finding().field() + " "
                                + found.finding().value())
                        .toList();
    }

    @Test
    void realmWhenInKeycloaksShapeThenNoFinding() {
        assertThat(effects(realm())).isEmpty();
    }

    @Test
    void scopeWhenItPutsAnApiIntoTokensThenNamedAndADefaultOneRefuses() {
        assertThat(effects(realm(scope("api", true, audience("health-api")))))
                .containsExactly("refused required-role clientScopes.api.protocolMappers.m health-api");
        assertThat(effects(realm(scope("api", false, audience("health-api")))))
                .containsExactly("changed required-role clientScopes.api.protocolMappers.m health-api");
        assertThat(effects(realm(scope("api", true, audience("open-api"))))).isEmpty();
    }

    @Test
    void pinnedRoleWhenTheRealmHasItNotThenFound() {
        assertThat(effects(
                        realm(Duration.ofMinutes(5), "direct grant", Map.of("x-api", RoleRequirement.parse("nobody")))))
                .containsExactly(
                        "refused required-role --spi-token-interceptor--caregate--required-roles x-api=nobody");
        assertThat(effects(realm(
                        Duration.ofMinutes(5), "direct grant", Map.of("x-api", RoleRequirement.parse("therapist")))))
                .isEmpty();
    }

    @Test
    void flowWhenNotTheBuiltInOneThenNamedAsNeverRun() {
        assertThat(effects(realm(Duration.ofMinutes(5), "own grant", Map.of())))
                .containsExactly("changed no-password-grant directGrantFlow own grant");
    }

    @Test
    void lifespanWhenLongerThanAnApiAllowsThenCapped() {
        assertThat(effects(realm(Duration.ofSeconds(301), "direct grant", Map.of())))
                .containsExactly("changed required-role accessTokenLifespan 301");
    }
}
