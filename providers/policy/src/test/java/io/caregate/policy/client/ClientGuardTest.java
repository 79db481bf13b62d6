package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.option.TestOptions;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.representations.idm.ClientRepresentation;

class ClientGuardTest {

    private static final String GOOD = "https://app.example/cb";
    private static final String WILD = "https://app.example/*";
    private static final ClientGuard GUARD = new ClientGuard(TestOptions.ENFORCING);

    private static ClientGuard.Verdict edited(ClientGuard guard, ClientFacts before, ClientFacts now) {
        return guard.check(now, "uuid", false, ClientGuardTest::unasked, guard.stored(before));
    }

    private static boolean unasked() {
        throw new AssertionError("asked");
    }

    private static List<String> values(List<Finding> findings) {
        return findings.stream().map(Finding::value).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # created | enabled | looked at | may keep
            true      | true    | true      | false
            true      | false   | true      | false
            false     | true    | true      | true
            false     | false   | false     | false
            """)
    void clientWhenAnEditLeavesItDisabledThenNotLookedAt(
            boolean created, boolean enabled, boolean lookedAt, boolean keeps) {
        assertThat(ClientGuard.looksAt(created, enabled)).isEqualTo(lookedAt);
        assertThat(ClientGuard.mayKeep(created, enabled)).isEqualTo(keeps);
    }

    @Test
    void clientWhenItBreaksNothingThenNothingIsFound() {
        assertThat(GUARD.check(TestFindings.client(GOOD), "uuid", true, () -> false, null))
                .isEqualTo(new ClientGuard.Verdict(List.of(), List.of(), List.of()));
    }

    @Test
    void clientWhenNewThenRefusedForAllThatItBreaks() {
        ClientGuard.Verdict verdict =
                GUARD.check(TestFindings.client(true, GOOD, WILD), "uuid", true, () -> false, null);
        assertThat(verdict.broken()).extracting(Finding::field).containsExactly("implicitFlowEnabled", "redirectUris");
        assertThat(verdict.kept()).isEmpty();
        assertThat(verdict.reported()).isEmpty();
    }

    @Test
    void clientWhenEditedThenRefusedOnlyForWhatItDidNotBreakBefore() {
        ClientFacts before = TestFindings.client(WILD);
        ClientGuard.Verdict same = edited(GUARD, before, TestFindings.client(GOOD, WILD));
        assertThat(values(same.kept())).containsExactly(WILD);
        assertThat(same.broken()).isEmpty();
        ClientGuard.Verdict worse = edited(GUARD, before, TestFindings.client(WILD, "https://b.example/*"));
        assertThat(values(worse.kept())).containsExactly(WILD);
        assertThat(values(worse.broken())).containsExactly("https://b.example/*");
        ClientGuard.Verdict mended = edited(GUARD, before, TestFindings.client(GOOD));
        assertThat(mended).isEqualTo(new ClientGuard.Verdict(List.of(), List.of(), List.of()));
    }

    @Test
    void clientWhenTheEditWasNotAnnouncedThenRefusedForAll() {
        ClientGuard.Verdict verdict =
                GUARD.check(TestFindings.client(WILD), "uuid", false, ClientGuardTest::unasked, null);
        assertThat(values(verdict.broken())).containsExactly(WILD);
    }

    @Test
    void ruleWhenItOnlyReportsThenReportedWhateverTheClientBrokeBefore() {
        ClientGuard reporting = new ClientGuard(TestOptions.reporting(RuleId.EXACT_REDIRECT_URI));
        ClientFacts facts = TestFindings.client(true, WILD);
        ClientGuard.Verdict created = reporting.check(facts, "uuid", true, () -> false, null);
        assertThat(values(created.reported())).containsExactly(WILD);
        assertThat(created.broken()).extracting(Finding::rule).containsExactly(RuleId.NO_IMPLICIT_GRANT);
        ClientGuard.Verdict again = edited(reporting, facts, facts);
        assertThat(values(again.reported())).containsExactly(WILD);
        assertThat(again.kept()).extracting(Finding::rule).containsExactly(RuleId.NO_IMPLICIT_GRANT);
    }

    @ParameterizedTest
    @CsvSource({"true, true, true", "true, false, false", "false, true, false"})
    void idWhenThatOfAUserThenANewClientIsRefused(boolean created, boolean isUser, boolean refused) {
        ClientGuard.Verdict verdict = GUARD.check(TestFindings.client(GOOD), "uuid", created, () -> isUser, null);
        assertThat(verdict.broken()).hasSize(refused ? 1 : 0).allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(RuleId.TOKEN_SUBJECT);
            assertThat(finding.field()).isEqualTo("id");
            assertThat(finding.value()).isEqualTo("uuid");
        });
    }

    @Test
    void findingWhenOfAnotherRuleFieldOrValueThenNotTheStoredOne() {
        Finding stored = TestFindings.redirectUri(WILD);
        StoredFindings findings = StoredFindings.of(List.of(stored));
        assertThat(findings.has(stored)).isTrue();
        assertThat(findings.has(new Finding(stored.rule(), stored.field(), WILD, "other", "other", "other")))
                .isTrue();
        assertThat(findings.has(TestFindings.redirectUri(GOOD))).isFalse();
        assertThat(findings.has(new Finding(stored.rule(), "webOrigins", WILD, "", "")))
                .isFalse();
        assertThat(findings.has(new Finding(RuleId.EXACT_WEB_ORIGIN, stored.field(), WILD, "", "")))
                .isFalse();
    }

    @Test
    void writtenWhenItHasEntriesThatKeycloakDropsThenRefused() {
        ClientRepresentation written = new ClientRepresentation();
        assertThat(GUARD.check(written)).isEmpty();
        written.setRedirectUris(List.of(GOOD, " "));
        written.setAttributes(Map.of("caregate.required-roles", ""));
        assertThat(GUARD.check(written))
                .extracting(Finding::field)
                .containsExactly("redirectUris", "attributes.caregate.required-roles");
        assertThat(new ClientGuard(TestOptions.reporting(RuleId.REQUIRED_ROLE)).check(written))
                .extracting(Finding::field)
                .containsExactly("redirectUris");
        assertThat(new ClientGuard(TestOptions.REPORTING).check(written)).isEmpty();
    }

    @Test
    void writtenWhenItCannotBeStoredThenRefusedUnlessNothingIs() {
        ClientRepresentation written = new ClientRepresentation();
        assertThat(GUARD.unstorable(written, true, flow -> true)).isEmpty();
        written.setName("\0");
        assertThat(GUARD.unstorable(written, true, flow -> true)).isPresent();
        assertThat(GUARD.unstorable(null, true, flow -> true)).hasValue("There is no client in the request.");
        ClientGuard reporting = new ClientGuard(TestOptions.REPORTING);
        assertThat(reporting.unstorable(written, true, flow -> true)).isEmpty();
        assertThat(reporting.unstorable(null, true, flow -> true)).isEmpty();
    }
}
