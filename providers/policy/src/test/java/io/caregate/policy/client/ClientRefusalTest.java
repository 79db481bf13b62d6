package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RegistrationMetadata;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

class ClientRefusalTest {

    private static final Finding WILD = TestFindings.redirectUri("https://app.example/*");
    private static final RegistrationMetadata METADATA = new RegistrationMetadata(List.of("token"), List.of());

    private static ClientRefusal refusal(
            String clientId, boolean created, @Nullable RegistrationMetadata metadata, Finding... findings) {
        return new ClientRefusal(clientId, created, List.of(findings), List.of(), metadata);
    }

    @Test
    void answerWhenRefusedThenTheClientAndEachFinding() {
        assertThat(refusal("app", true, null, WILD, TestFindings.implicit()).answer())
                .isEqualTo("Client app: redirectUris 'https://app.example/*': it has a wildcard; write it in full"
                        + " (exact-redirect-uri). implicitFlowEnabled 'true': it is not served; set it to false"
                        + " (no-implicit-grant).");
    }

    @Test
    void answerWhenTheClientHasNoNameThenOnlyTheFindings() {
        assertThat(refusal("", true, null, WILD).answer()).startsWith("redirectUris ");
        assertThat(refusal("a\nb", true, null, WILD).answer()).startsWith("Client a<U+000A>b: ");
    }

    @Test
    void answerWhenSomethingIsKeptThenNamedBehindTheFindings() {
        ClientRefusal refusal = new ClientRefusal("app", false, List.of(WILD), List.of(TestFindings.implicit()), null);
        assertThat(refusal.answer())
                .contains("(exact-redirect-uri). Already stored, and allowed to stay: implicitFlowEnabled 'true'");
        assertThat(refusal.body()).containsEntry("moreStoredFindings", 0);
        assertThat(refusal.body().get("storedFindings"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
        assertThat(refusal("app", false, null, WILD).answer()).doesNotContain("Already stored");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # findings | kept | shown | more | kept shown | kept more
            1          | 0    | 1     | 0    | 0          | 0
            50         | 0    | 50    | 0    | 0          | 0
            51         | 0    | 50    | 1    | 0          | 0
            48         | 3    | 48    | 0    | 2          | 1
            60         | 3    | 50    | 10   | 0          | 3
            """)
    void answerWhenThereAreManyFindingsThenTheFirstFiftyAndANumber(
            int findings, int kept, int shown, int more, int keptShown, int keptMore) {
        ClientRefusal refusal = new ClientRefusal(
                "app", false, TestFindings.redirectUris(findings), TestFindings.redirectUris(kept), null);
        assertThat(refusal.body().get("findings"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(shown);
        assertThat(refusal.body().get("storedFindings"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(keptShown);
        assertThat(refusal.body()).containsEntry("moreFindings", more).containsEntry("moreStoredFindings", keptMore);
        assertThat(refusal.answer().contains(" And " + more + " more.")).isEqualTo(more > 0);
    }

    @Test
    void registrationWhenRefusedThenInItsOwnNamesAndWithoutTheIdThatNeverExists() {
        ClientRefusal created = refusal("chosen", true, METADATA, TestFindings.implicit());
        assertThat(created.answer()).startsWith("response_types 'token'");
        assertThat(created.refusal(null).clientId()).isNull();
        ClientRefusal edited = refusal("app", false, METADATA, TestFindings.implicit());
        assertThat(edited.answer()).startsWith("Client app: response_types 'token'");
        assertThat(edited.refusal(null).clientId()).isEqualTo("app");
        ClientRefusal kept = new ClientRefusal("app", false, List.of(WILD), List.of(TestFindings.implicit()), METADATA);
        assertThat(kept.answer()).contains("stay: response_types 'token'");
    }

    @ParameterizedTest
    @CsvSource({"true, CLIENT_REGISTER", "false, CLIENT_UPDATE"})
    void eventWhenRefusedThenOfTheWriteWithRulesTextAndAuthor(boolean created, EventType type) {
        Refusal event =
                refusal("app", created, null, TestFindings.implicit(), WILD).refusal("author");
        assertThat(event.event()).isEqualTo(type);
        assertThat(event.hook()).isEqualTo(EnforcementPoint.CLIENT_WRITE);
        assertThat(event.rules()).containsExactlyInAnyOrder(RuleId.EXACT_REDIRECT_URI, RuleId.NO_IMPLICIT_GRANT);
        assertThat(event.error()).isEqualTo("invalid_redirect_uri");
        assertThat(event.reason()).startsWith("implicitFlowEnabled 'true'").doesNotContain("Client app");
        assertThat(event.clientId()).isEqualTo("app");
        assertThat(event.userId()).isEqualTo("author");
    }

    @Test
    void errorWhenNoRedirectUriIsAmongTheFindingsThenOfTheMetadata() {
        assertThat(ClientRefusal.error(List.of(TestFindings.implicit()))).isEqualTo("invalid_client_metadata");
        assertThat(ClientRefusal.error(List.of(TestFindings.implicit(), WILD))).isEqualTo("invalid_redirect_uri");
    }

    @Test
    void eventWhenAnEditIsAcceptedThenItSaysWhatIsStillBroken() {
        Refusal event = ClientRefusal.accepted("app", List.of(WILD), null);
        assertThat(event.event()).isEqualTo(EventType.CLIENT_UPDATE);
        assertThat(event.reason())
                .isEqualTo("The edit is accepted; the client still breaks what it broke before: redirectUris"
                        + " 'https://app.example/*': it has a wildcard; write it in full (exact-redirect-uri).");
        assertThat(event.clientId()).isEqualTo("app");
        assertThat(event.userId()).isNull();
    }

    @Test
    void findingWhenForProgramsThenEachPartAndNoHugeValue() {
        assertThat(FindingBody.of(WILD))
                .isEqualTo(Map.of(
                        "rule", "exact-redirect-uri",
                        "field", "redirectUris",
                        "value", "https://app.example/*",
                        "code", "wildcard",
                        "problem", "it has a wildcard",
                        "advice", "write it in full"));
        assertThat(FindingBody.of(TestFindings.redirectUri("x".repeat(512)))).containsEntry("value", "x".repeat(512));
        assertThat(FindingBody.of(TestFindings.redirectUri("x".repeat(513)))).containsEntry("value", "x".repeat(512));
    }
}
