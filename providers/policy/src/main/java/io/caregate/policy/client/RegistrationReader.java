package io.caregate.policy.client;

import io.caregate.policy.rule.AdministratorDecision;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/** Reads a registered client from its model, in the request's transaction. */
final class RegistrationReader implements RegisteredClient {

    /**
     * The attribute that a client by metadata document has in place of a registration access token; Keycloak sets it at
     * each fetch.
     */
    private static final String METADATA_DOCUMENT = "cimd.cache.expiry.time.in.sec";

    private final ClientModel client;

    RegistrationReader(ClientModel client) {
        this.client = client;
    }

    static StoredRegistration stored(RealmModel realm, ClientModel client) {
        List<ProtocolMapperRepresentation> mappers = client.getProtocolMappersStream()
                .map(RegistrationReader::written)
                .toList();
        return new StoredRegistration(client.getId(), client.getAttributes(), defaultRoles(realm, client), mappers);
    }

    private static Set<String> defaultRoles(RealmModel realm, ClientModel client) {
        return realm.getDefaultRole()
                .getCompositesStream()
                .filter(role -> role.isClientRole() && client.getId().equals(role.getContainerId()))
                .map(RoleModel::getName)
                .collect(Collectors.toSet());
    }

    private static ProtocolMapperRepresentation written(ProtocolMapperModel model) {
        ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
        mapper.setName(model.getName());
        mapper.setProtocolMapper(model.getProtocolMapper());
        mapper.setConfig(model.getConfig());
        return mapper;
    }

    @Override
    public boolean hasRegistrationToken() {
        return client.getRegistrationToken() != null;
    }

    @Override
    public boolean isByMetadataDocument() {
        return client.getAttribute(METADATA_DOCUMENT) != null;
    }

    @Override
    public boolean isConsentRequired() {
        return client.isConsentRequired();
    }

    @Override
    public boolean hasFullScope() {
        return client.isFullScopeAllowed();
    }

    @Override
    public boolean isRemembered(AdministratorDecision decision) {
        return Boolean.parseBoolean(client.getAttribute(decision.attribute()));
    }
}
