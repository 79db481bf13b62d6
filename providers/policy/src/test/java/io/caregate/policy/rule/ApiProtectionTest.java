package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiProtectionTest {

    private static final String ROLES = "caregate.required-roles";

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void requirementWhenEmptyThenFinding(String empty) {
        assertThat(ApiProtection.check(Map.of(ROLES, empty))).singleElement().satisfies(finding -> {
            assertThat(finding.field()).isEqualTo("attributes." + ROLES);
            assertThat(finding.code()).isEqualTo("empty");
            assertThat(finding.text()).contains("open to every user", "write null");
        });
    }

    @Test
    void requirementWhenWrittenAbsentOrNullThenNone() {
        assertThat(ApiProtection.check(Map.of(ROLES, "therapist"))).isEmpty();
        assertThat(ApiProtection.check(Map.of("other", ""))).isEmpty();
        assertThat(ApiProtection.check(Collections.singletonMap(ROLES, null))).isEmpty();
        assertThat(ApiProtection.check(null)).isEmpty();
    }

    @Test
    void registrantWhenDecidingOnProtectionThenFindings() {
        assertThat(ApiProtection.checkRegistrant(
                        Map.of(ROLES, "anyone", "caregate.max-token-lifespan", "86400"),
                        Map.of(),
                        new String[] {"admin"},
                        Set.of()))
                .extracting(Finding::field)
                .containsExactly("attributes.caregate.max-token-lifespan", "attributes." + ROLES, "defaultRoles");
        assertThat(ApiProtection.checkRegistrant(
                        Collections.singletonMap(ROLES, null), Map.of(ROLES, "therapist"), null, Set.of()))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"caregate.without-consent", "caregate.full-scope"})
    void registrantWhenWritingAnAdministratorsDecisionThenFinding(String attribute) {
        assertThat(ApiProtection.checkRegistrant(Map.of(attribute, "true"), Map.of(), null, Set.of()))
                .extracting(Finding::field)
                .containsExactly("attributes." + attribute);
        assertThat(ApiProtection.checkRegistrant(
                        Collections.singletonMap(attribute, null), Map.of(attribute, "true"), null, Set.of()))
                .hasSize(1);
        assertThat(ApiProtection.checkRegistrant(Map.of(attribute, "true"), Map.of(attribute, "true"), null, Set.of()))
                .isEmpty();
    }

    @Test
    void registrantWhenTakingARoleFromEverybodyThenRefused() {
        assertThat(ApiProtection.checkRegistrant(null, Map.of(), new String[0], Set.of("reader", "author")))
                .extracting(Finding::field, Finding::value)
                .containsExactly(tuple("defaultRoles", "author"), tuple("defaultRoles", "reader"));
        assertThat(ApiProtection.checkRegistrant(null, Map.of(), null, Set.of("reader")))
                .isEmpty();
    }

    @Test
    void registrantWhenSendingBackWhatIsStoredThenNone() {
        assertThat(ApiProtection.checkRegistrant(
                        Map.of(ROLES, "therapist", "other", "x"),
                        Map.of(ROLES, "therapist"),
                        new String[] {"reader"},
                        Set.of("reader")))
                .isEmpty();
        assertThat(ApiProtection.checkRegistrant(null, Map.of(ROLES, "therapist"), new String[0], Set.of()))
                .isEmpty();
    }
}
