package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(UriSamples.class)
@Domain(DomainContext.Global.class)
class FindingPropertyTest {

    /** RFC 6749 section 5.2: %x20-21 / %x23-5B / %x5D-7E. */
    private static final String ERROR_DESCRIPTION = "[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]*";

    @Property
    void whateverIsEscapedHasOnlyCharactersOfAnErrorDescription(
            @ForAll String text, @ForAll @IntRange(max = 300) int most) {
        assertThat(PrintableText.printable(text, most))
                .matches(ERROR_DESCRIPTION)
                .hasSizeLessThanOrEqualTo(8 * most);
    }

    @Property
    void whateverAClientHoldsItsFindingsHaveOnlyCharactersOfAnErrorDescription(
            @ForAll String uri, @ForAll String origin, @ForAll String attribute) {
        TestClients client = TestClients.backend()
                .redirectUris(uri)
                .webOrigins(origin)
                .rootUrl(uri)
                .baseUrl(origin)
                .adminUrl(attribute)
                .attributes(Map.of(
                        "post.logout.redirect.uris", attribute,
                        "request.uris", uri,
                        "saml_artifact_binding_url", origin,
                        "caregate.environment", attribute,
                        "caregate.required-roles", attribute,
                        "caregate.max-token-lifespan", attribute));
        assertThat(new ClientRules(HostList.ANY).check(client.facts())).allSatisfy(finding -> {
            assertThat(finding.text())
                    .matches(ERROR_DESCRIPTION)
                    .startsWith(finding.field() + " '")
                    .endsWith(" (" + finding.rule().id() + ").")
                    .hasSizeLessThan(1400);
        });
    }
}
