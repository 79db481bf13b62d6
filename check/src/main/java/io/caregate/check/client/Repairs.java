package io.caregate.check.client;

import io.caregate.check.client.RealmPart.Dialect;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.WebOriginRule;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The repairs that are certain: a flag that no server obeys is turned off, and a web origin is spelled as browsers send
 * it. An address is never changed, not even its spelling, since an application sends it character for character.
 *
 * @param dialect the form in which the clients are written
 * @param hosts the hosts that the addresses of clients may have
 */
record Repairs(Dialect dialect, HostList hosts) {

    private static final String OFF = "false";

    /** The replacements for a finding on a client; none if a person must decide. */
    Stream<Repair> of(WrittenClient client, Finding finding) {
        return switch (finding.field()) {
            case "implicitFlowEnabled",
                    "attributes.saml.allow.ecp.flow",
                    "attributes.exclude.issuer.from.auth.response" -> off(client, finding.field());
            case "directAccessGrantsEnabled" ->
                Stream.concat(off(client, "directAccessGrantsEnabled"), off(client, "directGrantsOnly"));
            case "webOrigins" -> origin(client, finding.value());
            default -> Stream.empty();
        };
    }

    private Stream<Repair> off(WrittenClient client, String field) {
        return client.fields().get(field) instanceof Value.Scalar value && Boolean.parseBoolean(value.content())
                ? Stream.of(repair(client, field, value, OFF))
                : Stream.empty();
    }

    private Stream<Repair> origin(WrittenClient client, String origin) {
        Optional<String> respelled = new WebOriginRule(client.facts().redirectUriRule(hosts)).respelled(origin);
        Value list = client.fields().get("webOrigins");
        if (respelled.isEmpty() || list == null) {
            return Stream.empty();
        }
        return list.items()
                .filter(Value.Scalar.class::isInstance)
                .map(Value.Scalar.class::cast)
                .filter(item -> origin.equals(item.content()))
                .map(item -> repair(client, "webOrigins", item, respelled.get()));
    }

    private Repair repair(WrittenClient client, String field, Value.Scalar value, String text) {
        return new Repair(client.id(), client.fields().name(field), value, text, dialect == Dialect.TERRAFORM);
    }
}
