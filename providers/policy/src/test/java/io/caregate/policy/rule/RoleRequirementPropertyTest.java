package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoleRequirementPropertyTest {

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("abcXYZ019-_./ =,#\u00e4")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(name -> name.equals(name.strip()) && !name.contains("#") && !name.isBlank())
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<RequiredRole> roles() {
        return names().injectNull(0.4).flatMap(client -> names().map(name -> new RequiredRole(client, name)));
    }

    @Property
    void aRoleThatIsPrintedReadsTheSame(@ForAll("roles") RequiredRole role) {
        assertThat(RequiredRole.parse(role.toString())).isEqualTo(role);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void rolesThatArePrintedReadTheSame(@ForAll("requirements") Set<RequiredRole> roles) {
        String text = roles.stream().map(RequiredRole::toString).collect(Collectors.joining("##"));
        assertThat(RoleRequirement.parse(text)).isEqualTo(new RoleRequirement(roles));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void pinsThatArePrintedReadTheSame(@ForAll("pins") Map<String, Set<RequiredRole>> pins) {
        String text = pins.entrySet().stream()
                .map(pin -> pin.getKey() + "="
                        + pin.getValue().stream().map(RequiredRole::toString).collect(Collectors.joining("##")))
                .collect(Collectors.joining(","));
        Map<String, RoleRequirement> expected = new LinkedHashMap<>();
        pins.forEach((api, roles) -> expected.put(api, new RoleRequirement(roles)));
        assertThat(RoleRequirement.parsePinned(text)).isEqualTo(expected);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whoHoldsNoneOfTheRolesIsNeverAdmitted(
            @ForAll("requirements") Set<RequiredRole> roles, @ForAll("roles") RequiredRole held) {
        assertThat(new RoleRequirement(roles).admits(held::equals)).isEqualTo(roles.contains(held));
    }

    @Provide
    Arbitrary<Set<RequiredRole>> requirements() {
        return roles().set().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Map<String, Set<RequiredRole>>> pins() {
        Arbitrary<String> apis = names().filter(name -> name.indexOf('=') < 0 && name.indexOf(',') < 0);
        Arbitrary<Set<RequiredRole>> commaless = requirements().filter(roles -> roles.stream()
                .noneMatch(role -> role.toString().contains(",")));
        return Arbitraries.maps(apis, commaless).ofMinSize(1).ofMaxSize(3);
    }
}
