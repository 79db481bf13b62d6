package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityClaimTest {

    private static Optional<String> misused(String type, String claim, String setting, String value) {
        return IdentityClaim.misused(type, Map.of("claim.name", claim, setting, value));
    }

    @ParameterizedTest
    @CsvSource({
        "oidc-hardcoded-claim-mapper, sub, claim.value, x",
        "oidc-hardcoded-claim-mapper, azp, claim.value, x",
        "oidc-hardcoded-claim-mapper, sid, claim.value, x",
        "oidc-hardcoded-claim-mapper, act.sub, claim.value, x",
        "oidc-hardcoded-claim-mapper, ' sub ', claim.value, x",
        "oidc-hardcoded-claim-mapper, caregate_derived, claim.value, false",
        "oidc-usermodel-property-mapper, sub, user.attribute, serviceAccountClientLink",
        "oidc-usermodel-property-mapper, preferred_username, user.attribute, serviceAccountClientLink",
        "oidc-usermodel-property-mapper, preferred_username, user.attribute, firstName",
        "oidc-usermodel-property-mapper, azp, user.attribute, username",
        "oidc-usermodel-attribute-mapper, azp, user.attribute, x",
        "oidc-usermodel-attribute-mapper, auth_time, user.attribute, x",
        "oidc-usersessionmodel-note-mapper, sub, user.session.note, clientHost",
        "oidc-usersessionmodel-note-mapper, auth_time, user.session.note, clientHost",
        "oidc-usermodel-realm-role-mapper, sub, x, x",
        "oidc-usermodel-client-role-mapper, preferred_username, x, x",
        "oidc-group-membership-mapper, sub, full.path, false",
        "a-mapper-of-another-jar, sub, x, x",
    })
    void mapperWhenItWritesFromElsewhereThenMisused(String type, String claim, String setting, String value) {
        assertThat(misused(type, claim, setting, value)).contains(claim.strip().split("\\.", 2)[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "oidc-usermodel-attribute-mapper, preferred_username, user.attribute, username",
        "oidc-usermodel-attribute-mapper, sub, user.attribute, employeeNumber",
        "oidc-usermodel-property-mapper, preferred_username, user.attribute, username",
        "oidc-usermodel-property-mapper, preferred_username, user.attribute, email",
        "oidc-usermodel-property-mapper, sub, user.attribute, id",
        "oidc-usersessionmodel-note-mapper, auth_time, user.session.note, AUTH_TIME",
        "oidc-usersessionmodel-note-mapper, client_id, user.session.note, client_id",
        "oidc-hardcoded-claim-mapper, tenant, claim.value, x",
        "oidc-hardcoded-claim-mapper, subject, claim.value, x",
        "oidc-hardcoded-claim-mapper, 'tenant.sub', claim.value, x",
        "oidc-hardcoded-claim-mapper, 'act\\.sub', claim.value, x",
        "oidc-hardcoded-claim-mapper, may_act.sub, claim.value, x",
    })
    void mapperWhenItWritesWhatBelongsThereThenFine(String type, String claim, String setting, String value) {
        assertThat(misused(type, claim, setting, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"s\\ub, sub", "\\sub, sub", "preferred\\_username, preferred_username", "act.s\\ub, act"})
    void mapperWhenItEscapesCharactersThenTheClaimIsWhatKeycloakWrites(String claim, String written) {
        assertThat(misused("oidc-hardcoded-claim-mapper", claim, "claim.value", "x"))
                .contains(written);
    }

    @ParameterizedTest
    @CsvSource({
        "oidc-usermodel-attribute-mapper, patient, user.attribute, locale",
        "oidc-usermodel-attribute-mapper, 'realm_access.roles', user.attribute, locale",
        "oidc-usermodel-attribute-mapper, 'p\\atient', user.attribute, locale",
        "oidc-usermodel-property-mapper, email, user.attribute, username",
        "oidc-hardcoded-claim-mapper, scope, claim.value, x",
        "oidc-usersessionmodel-note-mapper, groups, user.session.note, x",
        "oidc-hardcoded-role-mapper, '', role, therapist",
        "oidc-role-name-mapper, '', role, therapist",
    })
    void mapperWhenItWritesWhatApisDecideByThenNotForRegistrants(
            String type, String claim, String setting, String value) {
        assertThat(IdentityClaim.decidedBy(type, Map.of("claim.name", claim, setting, value)))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "oidc-usermodel-property-mapper, email, user.attribute, email",
        "oidc-usermodel-property-mapper, email_verified, user.attribute, emailVerified",
        "oidc-usermodel-realm-role-mapper, roles, multivalued, true",
        "oidc-group-membership-mapper, groups, full.path, false",
        "oidc-usermodel-attribute-mapper, nickname, user.attribute, nickname",
        "oidc-full-name-mapper, '', x, x",
    })
    void mapperWhenItWritesWhatIsSoThenForRegistrantsToo(String type, String claim, String setting, String value) {
        assertThat(IdentityClaim.decidedBy(type, Map.of("claim.name", claim, setting, value)))
                .isEmpty();
    }

    @Test
    void mapperWhenItNamesNoClaimOrHasNoTypeThenFine() {
        assertThat(IdentityClaim.misused("oidc-sub-mapper", Map.of())).isEmpty();
        assertThat(IdentityClaim.misused(null, Map.of("claim.name", "sub"))).isEmpty();
    }
}
