package io.caregate.check.client;

import io.caregate.check.client.RealmPart.Dialect;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.BuiltInClient;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.SigningKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client of one realm. Absent fields are what Keycloak stores for them: every flag is off. A value with a
 * variable of keycloak-config-cli, {@code $(…)}, is left out and named.
 */
final class ClientReader {

    private static final String ATTRIBUTES = "attributes";
    private static final String VARIABLE = "$(";

    private final String realm;
    private final RealmPart part;

    ClientReader(String realm, RealmPart part) {
        this.realm = realm;
        this.part = part;
    }

    WrittenClient read(Value client) {
        Fields fields = part.dialect() == Dialect.TERRAFORM ? TerraformClient.fields(client) : ofKeycloak(client);
        Reading reading =
                new Reading(fields, client.text(fields.name("clientId")).orElse(""));
        Map<String, String> attributes = reading.attributes();
        ClientFacts facts = new ClientFacts(
                reading.id,
                RealmPath.of(realm),
                reading.flag("publicClient"),
                reading.flag("implicitFlowEnabled"),
                reading.flag("directAccessGrantsEnabled") || reading.flag("directGrantsOnly"),
                reading.text("rootUrl"),
                reading.text("baseUrl"),
                reading.text("adminUrl"),
                reading.list("redirectUris"),
                reading.list("webOrigins"),
                attributes,
                keys(reading.text("clientAuthenticatorType"), attributes));
        return new WrittenClient(
                reading.id,
                client.place(),
                part.isMigrated() ? migrated(facts) : facts,
                fields.values(),
                fields.names(),
                refused(fields),
                List.copyOf(reading.unknown));
    }

    private static Fields ofKeycloak(Value client) {
        Map<String, Value> values = new LinkedHashMap<>();
        if (client instanceof Value.Fields object) {
            values.putAll(object.members());
        }
        client.member(ATTRIBUTES)
                .filter(Value.Fields.class::isInstance)
                .map(Value.Fields.class::cast)
                .ifPresent(attributes ->
                        attributes.members().forEach((name, value) -> values.put(ATTRIBUTES + "." + name, value)));
        return new Fields(values, Map.of(), Map.of());
    }

    private static List<SigningKey> keys(@Nullable String authenticator, Map<String, String> attributes) {
        return SigningKey.isStored(authenticator, attributes) ? StoredKeys.of(attributes) : List.of();
    }

    // What Keycloak's migration to version 8 does.
    private static ClientFacts migrated(ClientFacts facts) {
        Optional<BuiltInClient> own = BuiltInClient.named(facts.clientId()).filter(BuiltInClient::isMigrated);
        return own.isEmpty()
                ? facts
                : new ClientFacts(
                        facts.clientId(),
                        facts.realmPath(),
                        facts.publicClient(),
                        facts.implicitFlow(),
                        facts.directAccessGrants(),
                        own.get().rootUrl(),
                        own.get().baseUrl(facts.realmPath()),
                        facts.adminUrl(),
                        own.get().redirectUris(facts.realmPath()),
                        facts.webOrigins(),
                        facts.attributes());
    }

    private List<Finding> refused(Fields fields) {
        return part.dialect() == Dialect.TERRAFORM ? TerraformClient.refused(fields) : List.of();
    }

    /**
     * The fields of one client by their names in the Admin API.
     *
     * @param names what the document calls them, where it calls them differently
     * @param later those that are known only when something else was done, and where the document says so
     */
    record Fields(Map<String, Value> values, Map<String, String> names, Map<String, Value> later) {
        String name(String field) {
            return names.getOrDefault(field, field);
        }
    }

    /** Takes values out of fields, and notes which are not known. */
    private static final class Reading {
        private final Fields fields;
        private final String id;
        private final List<Unknown> unknown = new ArrayList<>();

        Reading(Fields fields, String id) {
            this.fields = fields;
            this.id = id;
            fields.later()
                    .forEach((field, value) ->
                            unknown.add(new Unknown(value.place(), id, fields.name(field), "(known after apply)")));
        }

        @Nullable
        String text(String field) {
            Value value = fields.values().get(field);
            return value == null ? null : known(field, value).orElse(null);
        }

        boolean flag(String field) {
            return Boolean.parseBoolean(text(field));
        }

        List<String> list(String field) {
            Value value = fields.values().get(field);
            return value == null
                    ? List.of()
                    : value.items()
                            .flatMap(item -> known(field, item).stream())
                            .filter(text -> !text.isBlank())
                            .toList();
        }

        Map<String, String> attributes() {
            Map<String, String> attributes = new LinkedHashMap<>();
            String prefix = ATTRIBUTES + ".";
            fields.values().forEach((field, value) -> {
                if (field.startsWith(prefix)) {
                    known(field, value)
                            .filter(text -> !text.isEmpty())
                            .ifPresent(text -> attributes.put(field.substring(prefix.length()), text));
                }
            });
            return attributes;
        }

        private Optional<String> known(String field, Value value) {
            Optional<String> text = value.text();
            if (text.isPresent() && text.get().contains(VARIABLE)) {
                unknown.add(new Unknown(value.place(), id, fields.name(field), text.get()));
                return Optional.empty();
            }
            return text;
        }
    }
}
