package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.Finding;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.events.EventType;

class RefusedImportTest {

    private static final Finding WILD = TestFindings.redirectUri("https://app.example/*");

    /** Clients {@code c1}, {@code c2} … with this many findings each. */
    private static RefusedImport clients(int... findings) {
        Map<String, List<Finding>> clients = new LinkedHashMap<>();
        for (int count : findings) {
            clients.put("c" + (clients.size() + 1), TestFindings.redirectUris(count));
        }
        return new RefusedImport(clients);
    }

    @Test
    void importWhenNoClientIsRefusedThenEmpty() {
        assertThat(clients().isEmpty()).isTrue();
        assertThat(clients(1).isEmpty()).isFalse();
    }

    @Test
    void textWhenOneClientIsRefusedThenItsNameAndFindings() {
        assertThat(new RefusedImport(Map.of("a\nb", List.of(WILD))).text())
                .isEqualTo(
                        "Client a<U+000A>b: redirectUris 'https://app.example/*': it has a wildcard; write it in full"
                                + " (exact-redirect-uri).");
    }

    @Test
    void textWhenSeveralClientsAreRefusedThenTheirNumberAndTheSameAdviceOnce() {
        assertThat(clients(1, 1).text())
                .isEqualTo("2 clients are refused. Client c1: redirectUris 'https://app.example/1/*': it has a"
                        + " wildcard; write it in full (exact-redirect-uri). Client c2: redirectUris"
                        + " 'https://app.example/1/*': it has a wildcard (exact-redirect-uri).");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # first client | second | named | more | is the second named
            49             | 1      | 50    | 0    | true
            49             | 3      | 50    | 2    | true
            50             | 1      | 50    | 1    | false
            60             | 1      | 50    | 11   | false
            """)
    void importWhenThereAreManyFindingsThenTheFirstFiftyAndANumber(
            int first, int second, int named, int more, boolean isSecondNamed) {
        RefusedImport refused = clients(first, second);
        assertThat(refused.findings()).hasSize(first + second);
        assertThat(refused.body().get("findings"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(named);
        assertThat(refused.body()).containsEntry("moreFindings", more);
        assertThat(refused.text().contains("Client c2:")).isEqualTo(isSecondNamed);
        assertThat(refused.text().endsWith(" And " + more + " more.")).isEqualTo(more > 0);
    }

    @Test
    void bodyWhenForProgramsThenEachFindingWithItsClient() {
        Map<String, String> finding = new LinkedHashMap<>(Map.of("client", "app"));
        finding.putAll(FindingBody.of(WILD));
        assertThat(new RefusedImport(Map.of("app", List.of(WILD))).body())
                .isEqualTo(Map.of("findings", List.of(finding), "moreFindings", 0));
    }

    @Test
    void startWhenItIsStoppedThenRealmFileAndFindings() {
        RefusedImport refused = new RefusedImport(Map.of("app", List.of(WILD)));
        assertThat(refused.atStart("a\nb", Optional.of("/import/realm.json")))
                .isEqualTo("Caregate refused the import of realm a<U+000A>b (/import/realm.json): " + refused.text());
        assertThat(refused.atStart("care", Optional.empty()))
                .isEqualTo("Caregate refused the import of realm care: " + refused.text());
    }

    @Test
    void eventWhenAnImportIsRefusedThenOneForEachClientUpToFifty() {
        RefusedImport refused = clients(1, 2);
        assertThat(refused.refusals())
                .extracting(refusal -> refusal.refusal(null).clientId())
                .containsExactly("c1", "c2");
        assertThat(refused.refusals().get(1).refusal("author").event()).isEqualTo(EventType.CLIENT_REGISTER);
        assertThat(refused.refusals().get(1).findings()).hasSize(2);
        int[] one = new int[51];
        Arrays.fill(one, 1);
        assertThat(clients(one).refusals()).hasSize(50);
    }
}
