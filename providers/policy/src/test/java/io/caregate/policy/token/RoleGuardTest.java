package io.caregate.policy.token;

import static io.caregate.policy.token.TestRealm.ADA;
import static io.caregate.policy.token.TestRealm.API;
import static io.caregate.policy.token.TestRealm.CLIENTS;
import static io.caregate.policy.token.TestRealm.PAT;
import static io.caregate.policy.token.TestRealm.PORTAL;
import static io.caregate.policy.token.TestRealm.REPORTING;
import static io.caregate.policy.token.TestRealm.ROLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.RoleRequirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.AccessToken;

class RoleGuardTest {

    @Test
    void subjectWhenWithoutTheRoleThenDenied() {
        assertThat(ROLES.denial(List.of(API), PAT)).contains(new Denial(API, "therapist"));
        assertThat(ROLES.denial(List.of(API), ADA)).isEmpty();
    }

    @Test
    void subjectWhenThereIsNoneThenDenied() {
        assertThat(ROLES.denial(List.of(API), null)).contains(new Denial(API, "therapist"));
        assertThat(ROLES.denial(List.of(PORTAL), null)).isEmpty();
    }

    @Test
    void subjectWhenTheApiIsNotProtectedThenAdmitted() {
        assertThat(ROLES.denial(List.of(PORTAL), PAT)).isEmpty();
        assertThat(ROLES.denial(List.of(), PAT)).isEmpty();
    }

    @Test
    void subjectWhenOneOfSeveralApisDeniesThenDenied() {
        assertThat(ROLES.denial(List.of(PORTAL, API), PAT)).isPresent();
        assertThat(ROLES.denial(List.of(API, PORTAL), PAT)).isPresent();
    }

    @Test
    void requirementsWhenPinnedAndWrittenThenEachMustBeMet() {
        RoleGuard both =
                new RoleGuard(TestRealm.options(Map.of(API, RoleRequirement.parse("nurse##api:reader"))), CLIENTS);

        assertThat(both.denial(List.of(API), PAT.in("therapist"))).contains(new Denial(API, "api:reader or nurse"));
        assertThat(both.denial(List.of(API), PAT.in("nurse"))).contains(new Denial(API, "therapist"));
        assertThat(both.denial(List.of(API), PAT.in("nurse", "therapist"))).isEmpty();
        assertThat(both.denial(List.of(API), PAT.in("api:reader", "therapist"))).isEmpty();
        assertThat(both.denial(List.of(API), PAT.in("reader", "therapist"))).isPresent();
    }

    @Test
    void requirementWhenItCannotBeReadThenNobodyIsAdmitted() {
        RoleGuard unreadable = new RoleGuard(
                TestRealm.options(Map.of()),
                new TestRealm.TestClients(TestRealm.client(API).with(RoleRequirement.ATTRIBUTE, " ")));

        assertThat(unreadable.denial(List.of(API), ADA)).contains(new Denial(API, ""));
    }

    @Test
    void claimWhenForgedThenRemovedOnlyWhereTheRuleIsEnforced() {
        AccessToken token = TestRealm.token(PORTAL);
        token.getOtherClaims().put("aud", API);
        token.getOtherClaims().put("department", "x");

        REPORTING.removeForged(token);
        assertThat(token.getOtherClaims()).containsOnlyKeys("aud", "department");

        ROLES.removeForged(token);
        assertThat(token.getOtherClaims()).containsOnlyKeys("department");
    }

    @Test
    void reachWhenAskedThenAudiencesAndTheApisAmongThem() {
        Reach reach = ROLES.reach(List.of(PORTAL, API));

        assertThat(reach.audiences()).containsExactly(PORTAL, API);
        assertThat(reach.apis()).extracting(ProtectedApi::clientId).containsExactly(API);
    }
}
