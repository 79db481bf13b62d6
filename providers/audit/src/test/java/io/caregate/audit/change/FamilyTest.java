package io.caregate.audit.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which admin event covers which change, so that the change has one entry. */
class FamilyTest {
    @ParameterizedTest
    @CsvSource({
        "USER, users/u1, USER, u1, true",
        "USER, users/u1/reset-password, USER, u1, true",
        "USER, users/u2, USER, u1, false",
        "USER, users/u1, GROUP_MEMBERSHIP, u1, false",
        "USER, users/u1, REALM_ROLE_MAPPING, u1, false",
        "REALM_ROLE_MAPPING, users/u1/role-mappings/realm, USER, u1, false",
        "CLIENT, clients/c1, CLIENT, c1, true",
        "CLIENT, clients/c1, PROTOCOL_MAPPER, c1, true",
        "CLIENT, clients/c2, CLIENT, c1, false",
        "PROTOCOL_MAPPER, clients/c1/protocol-mappers/models/m1, PROTOCOL_MAPPER, m1, true",
        "CLIENT, clients/c1, USER, c1, false",
        "CLIENT_SCOPE, client-scopes/s1, PROTOCOL_MAPPER, s1, true",
        "AUTH_FLOW, authentication/flows/f1, AUTH_EXECUTION, e1, true",
        "REALM, , REALM, r1, true",
        "CLIENT_POLICIES, client-policies/policies, REALM, r1, true",
        "REALM, users/u1, USER, u1, true",
        "REALM, users/u1, USER, u2, false",
        "USER_PROFILE, users/profile, COMPONENT, x, true",
        "COMPONENT, components/x, COMPONENT, x, true",
        "ORGANIZATION, organizations/o1, GROUP, o1, true",
        "IDENTITY_PROVIDER, identity-provider/instances/a, IDENTITY_PROVIDER, a, true",
        "WORKFLOW, workflows/w1, WORKFLOW, w1, false"
    })
    void changeWhenAnEventOfItsFamilyNamesItThenTold(
            String event, String path, String change, String ident, boolean told) {
        assertThat(ToldChange.of(event, path, Set.of()).tells(change, Set.of(ident)))
                .isEqualTo(told);
    }

    @Test
    void eventWhenWithoutTypeOrPathThenTellsNothing() {
        assertThat(ToldChange.of(null, null, Set.of()).tells("USER", Set.of("u1")))
                .isFalse();
    }
}
