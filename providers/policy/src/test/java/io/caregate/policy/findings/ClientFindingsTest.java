package io.caregate.policy.findings;

import static io.caregate.policy.findings.TestFindings.audience;
import static io.caregate.policy.findings.TestFindings.client;
import static io.caregate.policy.findings.TestFindings.mapper;
import static io.caregate.policy.findings.TestFindings.realm;
import static io.caregate.policy.findings.TestFindings.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.facts.StoredClient;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFindingsTest {

    private static List<Assessment> check(RealmFacts realm, StoredClient client) {
        return new ClientFindings(realm).check(client, TestFindings::exists);
    }

    private static List<String> effects(RealmFacts realm, StoredClient client) {
        return check(realm, client).stream()
                .map(found -> found.effect().id() + " " + found.finding().rule() + " "
                        + found.finding().field() + " " + found.finding().value())
                .toList();
    }

    @Test
    void clientWhenItBreaksNothingThenNoFinding() {
        assertThat(effects(realm(), client(Map.of()))).isEmpty();
        assertThat(effects(realm(), client(Map.of("pkce.code.challenge.method", "S256"))))
                .isEmpty();
        assertThat(effects(realm(), client(Map.of(), audience("open-api")))).isEmpty();
    }

    /** One attribute of a client and its finding; {@code @} is the field of that attribute. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            pkce.code.challenge.method          | plain                 | refused pkce-s256 @ plain
            pkce.code.challenge.method          | ''                    | -
            exclude.issuer.from.auth.response   | true                  | refused issuer-in-response @ true
            saml.allow.ecp.flow                 | true                  | refused no-password-grant @ true
            use.refresh.tokens                  | false                 | -
            caregate.required-roles             | therapist             | -
            caregate.required-roles             | nurse                 | refused required-role @ nurse
            caregate.required-roles             | therapist##nurse      | changed required-role @ nurse
            caregate.required-roles             | none:nurse            | refused required-role @ none:nurse
            caregate.required-roles             | therapist####x        | refused required-role @ therapist####x
            caregate.required-roles             | ''                    | refused required-role @ |
            caregate.max-token-lifespan         | forever               | refused required-role @ forever
            """)
    void attributeWhenSetThenFinding(String name, String value, String expected) {
        List<String> found = effects(realm(), client(Map.of(name, value)));
        if (expected == null) {
            assertThat(found).isEmpty();
        } else {
            String field = "attributes." + name;
            assertThat(found)
                    .singleElement()
                    .asString()
                    .startsWith(expected.strip().replace("@", field));
        }
    }

    @Test
    void audienceWhenOwnMapperOrDefaultScopeThenEveryTokenNeedsTheRole() {
        RealmFacts realm = realm(scope("api", false, audience("health-api")));

        assertThat(effects(realm, client(Map.of(), audience("health-api"))))
                .containsExactly("refused required-role protocolMappers.m health-api");
        assertThat(effects(realm, client(Map.of(), Map.of(), Set.of("api-id"), Set.of("api-id"))))
                .containsExactly("refused required-role defaultClientScopes.api health-api");
        assertThat(effects(realm, TestFindings.backend(client(Map.of(), audience("health-api")))))
                .as("only its service account gets tokens")
                .containsExactly("changed required-role protocolMappers.m health-api");
        assertThat(effects(realm, client(Map.of(), Map.of(), Set.of("api-id"), Set.of())))
                .as("an optional scope")
                .isEmpty();
        RealmFacts byDefault = realm(scope("api", true, audience("health-api")));
        assertThat(effects(byDefault, client(Map.of(), Map.of(), Set.of("api-id"), Set.of("api-id"))))
                .as("a finding of the realm, not of each client")
                .isEmpty();
    }

    @Test
    void flowWhenBoundThenNamedAsNeverRun() {
        assertThat(check(realm(), client(Map.of(), Map.of("direct_grant", "flow-id"), Set.of(), Set.of())))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.effect()).isEqualTo(Impact.CHANGED);
                    assertThat(found.finding().rule()).isEqualTo(RuleId.NO_PASSWORD_GRANT);
                    assertThat(found.finding().value()).isEqualTo("own grant");
                });
        assertThat(effects(realm(), client(Map.of(), Map.of("browser", "flow-id"), Set.of(), Set.of())))
                .isEmpty();
        assertThat(effects(realm(), client(Map.of(), Map.of("direct_grant", ""), Set.of(), Set.of())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"300, false", "301, true", "-1, true", "0, false", "x, false", "9999999999, true"})
    void lifespanWhenLongerThanAnApiAllowsThenCapped(String seconds, boolean capped) {
        RealmFacts realm = realm(scope("api", false, audience("health-api")));
        Map<String, String> attributes = Map.of("access.token.lifespan", seconds);

        assertThat(effects(realm, client(attributes, Map.of(), Set.of("api-id"), Set.of())))
                .hasSize(capped ? 1 : 0);
        assertThat(effects(realm, client(attributes)))
                .as("a client that never gets a token for the API")
                .isEmpty();
    }

    @Test
    void scopesWhenTheyHaveNoApiThenNotAskedFor() {
        RealmFacts realm = realm(
                scope("api", false, audience("health-api")),
                scope("email", true, mapper("oidc-usermodel-property-mapper", "claim.name", "email")));

        assertThat(new ClientFindings(realm).scopes()).containsExactly("api-id");
    }
}
