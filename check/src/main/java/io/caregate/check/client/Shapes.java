package io.caregate.check.client;

import io.caregate.check.client.RealmPart.Dialect;
import io.caregate.check.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds realms and clients in documents of these shapes: a realm export or a list of them, a partial import, a file of
 * keycloak-config-cli, a {@code KeycloakRealmImport} of the Keycloak operator, a plan of Terraform or OpenTofu as
 * {@code show -json} prints it, and a client alone.
 */
final class Shapes {

    private static final String CLIENTS = "clients";
    private static final String REALM = "realm";
    private static final String TERRAFORM_CLIENT = "keycloak_openid_client";
    private static final String TERRAFORM_SAML_CLIENT = "keycloak_saml_client";

    private Shapes() {}

    /** The parts of a document that the rules concern; empty if it has none of the shapes. */
    static List<RealmPart> of(Value document) {
        if (document instanceof Value.Items list) {
            return list.items().flatMap(each -> of(each).stream()).toList();
        }
        if (document.is("kind", "KeycloakRealmImport")) {
            return document.at("spec", REALM).map(Shapes::realm).stream().toList();
        }
        if (document.at("planned_values").isPresent()) {
            return plan(document);
        }
        if (document.member("clientId").isPresent()) {
            return List.of(new RealmPart(null, null, Dialect.KEYCLOAK, null, List.of(document)));
        }
        boolean isRealm =
                document.text(REALM).isPresent() || document.member(CLIENTS).isPresent();
        return isRealm ? List.of(realm(document)) : List.of();
    }

    private static RealmPart realm(Value document) {
        return new RealmPart(
                document.text(REALM).orElse(null),
                document.text("keycloakVersion").orElse(null),
                Dialect.KEYCLOAK,
                document,
                document.items(CLIENTS).toList());
    }

    // The realm of a resource may be known only after another was created; then its clients belong to no named realm.
    private static List<RealmPart> plan(Value document) {
        Map<String, Value> later = new HashMap<>();
        document.items("resource_changes").forEach(change -> change.at("change", TerraformClient.LATER)
                .ifPresent(unknown -> later.put(change.text("address").orElse(""), unknown)));
        Map<String, List<Value>> byRealm = new LinkedHashMap<>();
        document.at("planned_values", "root_module").stream()
                .flatMap(Shapes::resources)
                .filter(resource -> resource.text("type")
                        .filter(type -> type.equals(TERRAFORM_CLIENT) || type.equals(TERRAFORM_SAML_CLIENT))
                        .isPresent())
                .flatMap(resource -> resource.member("values").stream()
                        .map(values ->
                                with(values, later.get(resource.text("address").orElse("")))))
                .forEach(client -> byRealm.computeIfAbsent(
                                client.text("realm_id").orElse(""), realm -> new ArrayList<>())
                        .add(client));
        return byRealm.entrySet().stream()
                .map(realm -> new RealmPart(
                        Optional.of(realm.getKey())
                                .filter(name -> !name.isEmpty())
                                .orElse(null),
                        null,
                        Dialect.TERRAFORM,
                        null,
                        realm.getValue()))
                .toList();
    }

    private static Value with(Value values, @Nullable Value later) {
        return later != null && values instanceof Value.Fields fields
                ? fields.with(TerraformClient.LATER, later)
                : values;
    }

    private static Stream<Value> resources(Value module) {
        return Stream.concat(
                module.items("resources"), module.items("child_modules").flatMap(Shapes::resources));
    }
}
