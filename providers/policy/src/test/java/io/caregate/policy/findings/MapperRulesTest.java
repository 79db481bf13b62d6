package io.caregate.policy.findings;

import static io.caregate.policy.findings.TestFindings.api;
import static io.caregate.policy.findings.TestFindings.mapper;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.facts.StoredMapper;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapperRulesTest {
    private static final MapperRules RULES =
            new MapperRules(Map.of("health-api", api("health-api", "therapist##health-api:system", "system")));

    private static List<Assessment> check(StoredMapper mapper) {
        return RULES.check(mapper, "here");
    }

    @Test
    void audienceWhenOfAProtectedApiThenFoundWhereverItStands() {
        assertThat(RULES.audiences(mapper(
                        "oidc-audience-mapper",
                        "included.client.audience",
                        "health-api",
                        "access.token.claim",
                        "true")))
                .containsExactly("health-api");
        assertThat(RULES.audiences(mapper(
                        "oidc-audience-mapper", "included.custom.audience", "health-api", "id.token.claim", "true")))
                .containsExactly("health-api");
        assertThat(RULES.audiences(mapper(
                        "oidc-hardcoded-claim-mapper",
                        "claim.name",
                        "aud",
                        "claim.value",
                        "health-api",
                        "access.token.claim",
                        "true")))
                .containsExactly("health-api");
    }

    @Test
    void audienceWhenOfAnotherApiOrNotIncludedThenNone() {
        assertThat(RULES.audiences(mapper(
                        "oidc-audience-mapper", "included.client.audience", "open-api", "access.token.claim", "true")))
                .isEmpty();
        assertThat(RULES.audiences(mapper(
                        "oidc-audience-mapper",
                        "included.client.audience",
                        "health-api",
                        "access.token.claim",
                        "false")))
                .isEmpty();
        assertThat(RULES.audiences(mapper("oidc-audience-mapper", "access.token.claim", "true")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "oidc-hardcoded-role-mapper, role, therapist, true",
        "oidc-hardcoded-role-mapper, role, health-api.system, true",
        "oidc-hardcoded-role-mapper, role, patient, false",
        "oidc-hardcoded-role-mapper, role, other.therapist, false",
        "oidc-role-name-mapper, new.role.name, therapist, true",
        "oidc-role-name-mapper, new.role.name, helper, false",
        "oidc-usermodel-attribute-mapper, role, therapist, false"
    })
    void mapperWhenItWritesARequiredRoleThenItAdmitsNobody(String type, String setting, String value, boolean forges) {
        assertThat(check(mapper(type, setting, value))).hasSize(forges ? 1 : 0).allSatisfy(found -> {
            assertThat(found.effect()).isEqualTo(Impact.CHANGED);
            assertThat(found.finding().rule()).isEqualTo(RuleId.REQUIRED_ROLE);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "realm_access.roles, '[\"therapist\",\"x\"]', 1",
        "roles, therapist, 1",
        "realm_access.roles, co-therapist, 0",
        "realm_access.roles, therapists, 0",
        "job, therapist, 0"
    })
    void hardcodedClaimWhenItListsARequiredRoleThenFound(String claim, String value, int findings) {
        assertThat(check(mapper("oidc-hardcoded-claim-mapper", "claim.name", claim, "claim.value", value)))
                .hasSize(findings);
    }

    /** The effect on a claim that Keycloak sets itself, by the mapper that writes it. */
    @ParameterizedTest
    @CsvSource({
        "oidc-usermodel-realm-role-mapper, aud, left out",
        "oidc-usermodel-client-role-mapper, aud.x, left out",
        "oidc-usermodel-realm-role-mapper, exp, put back",
        "oidc-usermodel-realm-role-mapper, realm_access.roles, ''",
        "oidc-usermodel-attribute-mapper, aud, replaces",
        "oidc-usermodel-property-mapper, sub, put back",
        "oidc-usermodel-attribute-mapper, exp, put back",
        "oidc-usermodel-attribute-mapper, sub, replaces",
        "oidc-usermodel-attribute-mapper, scope, ignores",
        "oidc-group-membership-mapper, sid, put back",
        "oidc-hardcoded-claim-mapper, cnf, left out",
        "oidc-usermodel-attribute-mapper, email, ''",
        "oidc-usersessionmodel-note-mapper, auth_time, put back",
        "oidc-hardcoded-claim-mapper, azp, put back",
        "oidc-acr-mapper, acr, ''"
    })
    void mapperWhenItWritesAReservedClaimThenSaidWhatBecomesOfIt(String type, String claim, String outcome) {
        List<Assessment> found = check(mapper(type, "claim.name", claim));
        if (outcome.isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().satisfies(one -> {
                assertThat(one.effect()).isEqualTo(Impact.CHANGED);
                assertThat(one.finding().value()).isEqualTo(claim);
                assertThat(one.finding().problem()).contains(outcome);
            });
        }
    }

    @Test
    void mapperWhenItWritesAnIdentityFromWhereItBelongsThenNotFound() {
        assertThat(check(mapper(
                        "oidc-usersessionmodel-note-mapper",
                        "claim.name",
                        "auth_time",
                        "user.session.note",
                        "AUTH_TIME")))
                .isEmpty();
        assertThat(check(mapper(
                        "oidc-usermodel-property-mapper",
                        "claim.name",
                        "preferred_username",
                        "user.attribute",
                        "username")))
                .isEmpty();
    }

    @Test
    void resolvedAudienceWhenAnApiHasARoleThatDoesNotAdmitThenFound() {
        StoredMapper resolve = mapper("oidc-audience-resolve-mapper");

        assertThat(check(resolve)).as("its only role admits").isEmpty();
        assertThat(new MapperRules(Map.of("health-api", api("health-api", "therapist", "reader")))
                        .check(resolve, "here"))
                .singleElement()
                .satisfies(found -> assertThat(found.effect()).isEqualTo(Impact.REFUSED));
        assertThat(new MapperRules(Map.of("health-api", api("health-api", "therapist"))).check(resolve, "here"))
                .isEmpty();
    }
}
