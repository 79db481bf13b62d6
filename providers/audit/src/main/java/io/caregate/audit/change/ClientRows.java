package io.caregate.audit.change;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.jpa.entities.ClientAttributeEntity;
import org.keycloak.models.jpa.entities.ClientEntity;
import org.keycloak.models.jpa.entities.ClientInitialAccessEntity;
import org.keycloak.models.jpa.entities.ClientScopeAttributeEntity;
import org.keycloak.models.jpa.entities.ClientScopeClientMappingEntity;
import org.keycloak.models.jpa.entities.ClientScopeEntity;
import org.keycloak.models.jpa.entities.ClientScopeRoleMappingEntity;
import org.keycloak.models.jpa.entities.DefaultClientScopeRealmMappingEntity;
import org.keycloak.models.jpa.entities.ProtocolMapperEntity;

/** Clients, client scopes and their contributions to tokens. */
final class ClientRows {
    private static final String SCOPE_MAPPING = "CLIENT_SCOPE_CLIENT_MAPPING";

    private ClientRows() {}

    static void addTo(Map<Class<?>, Function<Object, ModelRow>> rows) {
        Catalog.add(
                rows,
                ClientEntity.class,
                row -> ModelRow.thing(
                        "CLIENT",
                        "clients/" + row.getId(),
                        Label.of(row.getRealmId()),
                        row.getId(),
                        row.getClientId()));
        Catalog.add(rows, ClientAttributeEntity.class, row -> client(row.getClient())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(rows, ClientScopeEntity.class, ClientRows::scope);
        Catalog.add(rows, ClientScopeAttributeEntity.class, row -> scope(row.getClientScope())
                .part("attributes", row.getName(), row.getValue()));
        Catalog.add(rows, ProtocolMapperEntity.class, ClientRows::mapper);
        Catalog.add(
                rows,
                ClientScopeClientMappingEntity.class,
                row -> ModelRow.link(
                        SCOPE_MAPPING,
                        "clients/" + row.getClientId() + "/client-scopes/" + row.getClientScopeId(),
                        session -> realmOfClient(session, row.getClientId()),
                        "client_scopes",
                        row.getClientScopeId(),
                        scopeName(row.getClientScopeId()),
                        row.getClientId()));
        Catalog.add(
                rows,
                DefaultClientScopeRealmMappingEntity.class,
                row -> ModelRow.link(
                        "CLIENT_SCOPE",
                        "default-client-scopes/" + row.getClientScopeId(),
                        Label.of(row.getRealm().getId()),
                        "client_scopes",
                        row.getClientScopeId(),
                        scopeName(row.getClientScopeId()),
                        row.getClientScopeId()));
        Catalog.add(
                rows,
                ClientScopeRoleMappingEntity.class,
                row -> ModelRow.link(
                        "REALM_SCOPE_MAPPING",
                        "client-scopes/" + row.getClientScope().getId() + "/scope-mappings",
                        session -> row.getClientScope().getRealmId(),
                        "roles",
                        row.getRole().getId(),
                        Lookup.role(row.getRole().getId()),
                        row.getClientScope().getId()));
        Catalog.add(
                rows,
                ClientInitialAccessEntity.class,
                row -> ModelRow.thing(
                        "CLIENT_INITIAL_ACCESS_MODEL",
                        "clients-initial-access/" + row.getId(),
                        Label.of(row.getRealm().getId()),
                        row.getId()));
    }

    static ModelRow client(ClientEntity client) {
        return ModelRow.thing("CLIENT", "clients/" + client.getId(), session -> client.getRealmId(), client.getId());
    }

    static ModelRow scope(ClientScopeEntity scope) {
        return ModelRow.thing(
                "CLIENT_SCOPE", "client-scopes/" + scope.getId(), session -> scope.getRealmId(), scope.getId());
    }

    private static ModelRow mapper(ProtocolMapperEntity mapper) {
        ModelRow owner = mapper.getClient() != null ? client(mapper.getClient()) : null;
        if (owner == null && mapper.getClientScope() != null) {
            owner = scope(mapper.getClientScope());
        }
        String below = "protocol-mappers/models/" + mapper.getId();
        return owner == null
                ? ModelRow.thing("PROTOCOL_MAPPER", below, Label.of(null), mapper.getId())
                : ModelRow.thing(
                        "PROTOCOL_MAPPER",
                        owner.path() + "/" + below,
                        owner.realm(),
                        mapper.getId(),
                        String.join("", owner.idents()));
    }

    private static Label scopeName(String id) {
        return session -> {
            ClientScopeEntity scope = session.find(ClientScopeEntity.class, id);
            return scope == null ? id : Objects.toString(scope.getName(), id);
        };
    }

    private static @Nullable String realmOfClient(Session session, String id) {
        ClientEntity client = session.find(ClientEntity.class, id);
        return client == null ? null : client.getRealmId();
    }
}
