package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleRequirementTest {

    private static final RequiredRole THERAPIST = new RequiredRole(null, "therapist");

    private static final RequiredRole READER = new RequiredRole("health-api", "reader");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # text                       | client                 | role
            therapist                    |                        | therapist
            health-api:reader            | health-api             | reader
            https://api.example:reader   | https://api.example    | reader
            https://api.example:8443:r   | https://api.example:8443 | r
            head therapist               |                        | head therapist
            a.b                          |                        | a.b
            """)
    void parseWhenRoleNamedThenRealmOrClientRole(String text, String client, String name) {
        RequiredRole role = RequiredRole.parse(text);
        assertThat(role).isEqualTo(new RequiredRole(client, name));
        assertThat(role).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", "health-api:", ":reader", " :reader", "health-api: "})
    void parseWhenNoNameThenRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequiredRole.parse(text))
                .withMessage("\"" + text + "\" names no role");
    }

    @Test
    void parseWhenSeveralRolesThenAnyOfThem() {
        assertThat(RoleRequirement.parse("therapist##health-api:reader").anyOf())
                .containsExactlyInAnyOrder(THERAPIST, READER);
        assertThat(RoleRequirement.parse(" therapist ## health-api:reader ").anyOf())
                .containsExactlyInAnyOrder(THERAPIST, READER);
        assertThat(RoleRequirement.parse("therapist##therapist").anyOf()).containsExactly(THERAPIST);
    }

    @Test
    void parseWhenCommaThenItIsPartOfTheName() {
        assertThat(RoleRequirement.parse("therapist,patient").anyOf())
                .containsExactly(new RequiredRole(null, "therapist,patient"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "##", "therapist##", "##therapist", "therapist####reader", "therapist##health-api:"})
    void parseWhenOneNameIsEmptyThenRefusedAsAWhole(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RoleRequirement.parse(text));
    }

    @Test
    void admitsWhenAnyRoleIsHeldThenTrue() {
        RoleRequirement requirement = RoleRequirement.parse("therapist##health-api:reader");
        assertThat(requirement.admits(Set.of(THERAPIST)::contains)).isTrue();
        assertThat(requirement.admits(Set.of(READER)::contains)).isTrue();
        assertThat(requirement.admits(Set.of(THERAPIST, READER)::contains)).isTrue();
    }

    @Test
    void admitsWhenOnlyRolesOfTheSameNameElsewhereAreHeldThenFalse() {
        RoleRequirement requirement = RoleRequirement.parse("therapist##health-api:reader");
        Set<RequiredRole> lookAlikes = Set.of(
                new RequiredRole("health-api", "therapist"),
                new RequiredRole("other", "therapist"),
                new RequiredRole(null, "reader"),
                new RequiredRole("other", "reader"),
                new RequiredRole(null, "Therapist"),
                new RequiredRole(null, "therapist "));
        assertThat(requirement.admits(lookAlikes::contains)).isFalse();
        assertThat(requirement.admits(role -> false)).isFalse();
    }

    @Test
    void admitsWhenNobodyThenFalseEvenIfAllRolesAreHeld() {
        assertThat(RoleRequirement.NOBODY.admits(role -> true)).isFalse();
    }

    @Test
    void textWhenSeveralThenSorted() {
        assertThat(RoleRequirement.parse("therapist##health-api:reader").text())
                .isEqualTo("health-api:reader or therapist");
    }

    @Test
    void parsePinnedWhenSeveralApisThenEachItsRoles() {
        assertThat(RoleRequirement.parsePinned("health-api=therapist##health-api:reader, lab = analyst"))
                .containsOnly(
                        Map.entry("health-api", new RoleRequirement(Set.of(THERAPIST, READER))),
                        Map.entry("lab", new RoleRequirement(Set.of(new RequiredRole(null, "analyst")))));
    }

    @Test
    void parsePinnedWhenApiNamedTwiceThenAnyOfBoth() {
        assertThat(RoleRequirement.parsePinned("health-api=therapist,health-api=health-api:reader"))
                .containsOnly(Map.entry("health-api", new RoleRequirement(Set.of(THERAPIST, READER))));
    }

    @Test
    void parsePinnedWhenApiIsAUrlThenFirstEqualsSignSeparates() {
        assertThat(RoleRequirement.parsePinned("https://api.example=role=x"))
                .containsOnly(Map.entry(
                        "https://api.example", new RoleRequirement(Set.of(new RequiredRole(null, "role=x")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            health-api              | "health-api" is not of the form api=role
            =therapist              | "=therapist" is not of the form api=role
            ' =therapist'           | " =therapist" is not of the form api=role
            health-api=therapist,   | "" is not of the form api=role
            ,health-api=therapist   | "" is not of the form api=role
            health-api=             | "" names no role
            health-api=therapist##  | "" names no role
            health-api=:therapist   | ":therapist" names no role
            ''                      | "" is not of the form api=role
            """)
    void parsePinnedWhenMalformedThenRefusedWithTheEntry(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoleRequirement.parsePinned(text))
                .withMessage(message);
    }
}
