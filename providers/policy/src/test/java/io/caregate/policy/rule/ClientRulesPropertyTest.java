package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(UriSamples.class)
@Domain(DomainContext.Global.class)
class ClientRulesPropertyTest {

    private static List<Finding> findings(TestClients client) {
        return new ClientRules(HostList.ANY).check(client.facts());
    }

    @Property
    void whatIsStoredWithoutFindingsMatchesExactlyItself(
            @ForAll @Size(max = 6) List<String> uris, @ForAll String requested) {
        TestClients client = TestClients.backend().redirectUris(uris.toArray(String[]::new));
        List<Finding> findings = findings(client);
        RedirectUriRule rule = client.facts().redirectUriRule(HostList.ANY);
        assertThat(findings)
                .extracting(Finding::value)
                .containsExactlyElementsOf(uris.stream()
                        .filter(uri ->
                                !rule.accepts(uri) || rule.checkSpelling(uri).isPresent())
                        .toList());
        if (findings.isEmpty()) {
            assertThat(rule.matches(requested, uris)).isEqualTo(uris.contains(requested));
        }
    }
}
