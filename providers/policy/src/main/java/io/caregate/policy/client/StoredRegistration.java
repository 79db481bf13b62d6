package io.caregate.policy.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/**
 * A registered client as it is stored, to compare with the metadata that its registrant sends.
 *
 * @param id Keycloak's id of the client
 * @param defaultRoles the roles of the client that every user of the realm gets
 */
record StoredRegistration(
        String id,
        Map<String, String> attributes,
        Set<String> defaultRoles,
        List<ProtocolMapperRepresentation> mappers) {}
