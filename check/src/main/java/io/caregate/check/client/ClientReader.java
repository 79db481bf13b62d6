package io.caregate.check.client;

import io.caregate.check.client.RealmPart.Dialect;
import io.caregate.check.source.Value;
import io.caregate.policy.rule.BuiltInClient;
import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.SigningKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client of one realm. Absent fields have the values that Keycloak stores for them: every flag is off. A value
 * with a variable of keycloak-config-cli, {@code $(…)}, is left out and named.
 */
final class ClientReader {

    private static final String VARIABLE = "$(";

    private final String realmPath;
    private final Dialect dialect;
    private final boolean migrated;

    ClientReader(String realm, RealmPart part) {
        this.realmPath = RealmPath.of(realm);
        this.dialect = part.dialect();
        this.migrated = part.isMigrated();
    }

    WrittenClient read(Value client) {
        ClientFields fields = dialect == Dialect.TERRAFORM ? new TerraformClient(client) : new KeycloakClient(client);
        Reading reading =
                new Reading(fields, client.text(fields.name("clientId")).orElse(""));
        Map<String, String> attributes = reading.attributes();
        List<String> redirectUris = reading.list("redirectUris");
        ClientFacts facts = new ClientFacts(
                reading.id,
                realmPath,
                reading.flag("publicClient"),
                new ClientFacts.Flows(
                        reading.flag("implicitFlowEnabled"),
                        reading.flag("directAccessGrantsEnabled") || reading.flag("directGrantsOnly")),
                new ClientFacts.Urls(reading.text("rootUrl"), reading.text("baseUrl"), reading.text("adminUrl")),
                redirectUris,
                reading.has("webOrigins") ? reading.list("webOrigins") : origins(redirectUris),
                attributes,
                keys(reading.text("clientAuthenticatorType"), attributes));
        return new WrittenClient(
                reading.id, client, migrated ? migrated(facts) : facts, fields, List.copyOf(reading.unknown));
    }

    // As Keycloak does for a client that names none.
    private static List<String> origins(List<String> redirectUris) {
        return redirectUris.stream()
                .filter(uri -> uri.startsWith("http"))
                .map(uri -> uri.substring(0, end(uri)))
                .distinct()
                .toList();
    }

    private static int end(String uri) {
        int slash = uri.indexOf('/', "https://".length());
        return slash < 0 ? uri.length() : slash;
    }

    private static List<SigningKey> keys(@Nullable String authenticator, Map<String, String> attributes) {
        return SigningKey.isStored(authenticator, attributes) ? StoredKeys.of(attributes) : List.of();
    }

    // Keycloak's migration to version 8 does the same.
    private static ClientFacts migrated(ClientFacts facts) {
        Optional<BuiltInClient> own = BuiltInClient.named(facts.clientId()).filter(BuiltInClient::isMigrated);
        return own.isEmpty()
                ? facts
                : new ClientFacts(
                        facts.clientId(),
                        facts.realmPath(),
                        facts.publicClient(),
                        facts.flows(),
                        new ClientFacts.Urls(
                                own.get().rootUrl(),
                                own.get().baseUrl(facts.realmPath()),
                                facts.urls().admin()),
                        own.get().redirectUris(facts.realmPath()),
                        facts.webOrigins(),
                        facts.attributes());
    }

    /** Takes values out of fields, and records which are unknown. */
    private static final class Reading {
        private final ClientFields fields;
        private final String id;
        private final List<Unknown> unknown = new ArrayList<>();

        Reading(ClientFields fields, String id) {
            this.fields = fields;
            this.id = id;
            fields.later()
                    .forEach((field, value) ->
                            unknown.add(new Unknown(value.place(), id, fields.name(field), "(known after apply)")));
        }

        @Nullable
        String text(String field) {
            Value value = fields.get(field);
            return value == null ? null : known(field, value);
        }

        boolean has(String field) {
            Value value = fields.get(field);
            return value != null && !(value instanceof Value.Scalar scalar && scalar.content() == null);
        }

        boolean flag(String field) {
            return Boolean.parseBoolean(text(field));
        }

        List<String> list(String field) {
            List<String> texts = new ArrayList<>();
            if (fields.get(field) instanceof Value.Items items) {
                for (Value item : items.values()) {
                    String text = known(field, item);
                    if (text != null && !text.isBlank()) {
                        texts.add(text);
                    }
                }
            }
            return texts;
        }

        Map<String, String> attributes() {
            Map<String, String> attributes = new HashMap<>();
            fields.forEachAttribute((name, value) -> {
                String text = known(ClientFields.ATTRIBUTES + name, value);
                if (text != null && !text.isEmpty()) {
                    attributes.put(name, text);
                }
            });
            return attributes;
        }

        private @Nullable String known(String field, Value value) {
            String text = value instanceof Value.Scalar scalar ? scalar.content() : null;
            if (text == null || !text.contains(VARIABLE)) {
                return text;
            }
            // A wildcard stays a wildcard, whatever a variable stands for.
            String certain = Arrays.stream(text.split(RoleRequirement.SEPARATOR))
                    .filter(part -> !part.contains(VARIABLE) || part.indexOf('*') >= 0)
                    .collect(Collectors.joining(RoleRequirement.SEPARATOR));
            if (!certain.equals(text)) {
                unknown.add(new Unknown(value.place(), id, fields.name(field), text));
            }
            return certain.isEmpty() ? null : certain;
        }
    }
}
