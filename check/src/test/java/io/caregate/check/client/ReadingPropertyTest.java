package io.caregate.check.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.check.client.Rules.Outcome;
import io.caregate.check.source.Documents;
import io.caregate.check.source.UnreadableException;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.HostList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The program has no rules of its own: its findings on a client are those of the rules on the same facts. */
class ReadingPropertyTest {
    private static final Rules RULES = new Rules(Set.of(), Set.of(), HostList.ANY, "clinic");

    @Property(tries = 2000)
    void clientWhenWrittenAndReadThenTheFindingsOfItsFacts(@ForAll("clients") ClientFacts facts)
            throws IOException, UnreadableException {
        Outcome outcome = RULES.check(Documents.read("client.json", new ByteArrayInputStream(json(facts))));

        assertThat(outcome.problems())
                .extracting(Problem::finding)
                .containsExactlyInAnyOrderElementsOf(new ClientRules(HostList.ANY).check(facts));
        assertThat(outcome.problems()).allMatch(problem -> problem.client().equals(facts.clientId()));
        assertThat(outcome.clients()).isEqualTo(1);
    }

    private static byte[] json(ClientFacts facts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("clientId", facts.clientId());
            json.writeBooleanField("publicClient", facts.publicClient());
            json.writeBooleanField("implicitFlowEnabled", facts.flows().implicit());
            json.writeBooleanField("directAccessGrantsEnabled", facts.flows().directAccessGrants());
            json.writeStringField("rootUrl", facts.urls().root());
            json.writeStringField("baseUrl", facts.urls().base());
            json.writeStringField("adminUrl", facts.urls().admin());
            write(json, "redirectUris", facts.redirectUris());
            write(json, "webOrigins", facts.webOrigins());
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, String> attribute : facts.attributes().entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    @Provide
    Arbitrary<ClientFacts> clients() {
        Arbitrary<String> uris = Arbitraries.of(
                "https://app.clinic.example/callback",
                "https://app.clinic.example/*",
                "http://127.0.0.1/callback",
                "http://app.clinic.example/callback",
                "com.example.app:/callback",
                "/callback",
                "*",
                "https://APP.clinic.example/",
                "${APP}/callback",
                "https://app.clinic.example/#x",
                "javascript:alert(1)",
                "/realms/clinic/account/*",
                "\u00fc\\\"");
        Arbitrary<String> origins =
                Arbitraries.of("+", "*", "https://app.clinic.example", "https://app.clinic.example/", "null");
        Arbitrary<Map<String, String>> attributes = Arbitraries.maps(
                        Arbitraries.of(
                                "post.logout.redirect.uris",
                                "request.uris",
                                "saml_assertion_consumer_url_post",
                                "saml.allow.ecp.flow",
                                "caregate.environment",
                                "caregate.required-roles",
                                "exclude.issuer.from.auth.response",
                                "other"),
                        Arbitraries.of("true", "acceptance", "https://app.clinic.example/a##*", "+", "a##b", "0"))
                .ofMaxSize(3);
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return Combinators.combine(
                        Arbitraries.of("app", "account", "security-admin-console", "admin-cli", "caregate-portal"),
                        flags,
                        flags,
                        flags,
                        uris.injectNull(0.5),
                        uris.list().ofMaxSize(4),
                        origins.list().ofMaxSize(3),
                        attributes)
                .as((id, isPublic, implicit, direct, url, redirects, webOrigins, map) -> new ClientFacts(
                        id,
                        "clinic",
                        isPublic,
                        new ClientFacts.Flows(implicit, direct),
                        new ClientFacts.Urls(url, url, url),
                        redirects,
                        webOrigins,
                        map));
    }
}
