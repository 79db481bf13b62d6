package io.caregate.policy.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/**
 * The parts of a written client that Keycloak parses or passes to its database unchecked, and then answers with a
 * server error: text that the column does not accept, null entries, references to nothing. Such a client breaks no
 * rule, so there is no event.
 */
final class StorableClient {

    private static final int MOST_PROBLEMS = 5;

    private final ClientRepresentation written;
    private final FieldProblems problems = new FieldProblems();

    private StorableClient(ClientRepresentation written) {
        this.written = written;
    }

    /** The first few problems as a text for the writer; empty if the client can be stored. */
    static Optional<String> problem(@Nullable ClientRepresentation written, boolean created, Predicate<String> isFlow) {
        if (written == null) {
            return Optional.of("There is no client in the request.");
        }
        List<String> problems = problems(written, created, isFlow);
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS))));
    }

    /** Everything that prevents the client from being stored, a sentence each. */
    static List<String> problems(ClientRepresentation written, boolean created, Predicate<String> isFlow) {
        StorableClient client = new StorableClient(written);
        client.checkColumns(created);
        client.checkLists(created);
        client.problems.inEntries("attributes", written.getAttributes());
        client.checkLevels();
        client.checkNodes();
        client.checkFlows(isFlow);
        client.checkMappers();
        return client.problems.all();
    }

    // Keycloak reads JSON here, and does not expect null.
    private void checkLevels() {
        String levels =
                written.getAttributes() == null ? null : written.getAttributes().get(Constants.ACR_LOA_MAP);
        if (levels != null && levels.strip().equals("null")) {
            problems.add(
                    "attributes." + Constants.ACR_LOA_MAP, levels, "it is no JSON object; write one, or leave it out");
        }
    }

    private void checkColumns(boolean created) {
        // Keycloak treats braces in the new client's address as a template.
        if (created && written.getId() != null && written.getId().matches("(?s).*[{}].*")) {
            problems.add("id", written.getId(), "it has a brace; leave it out");
        }
        if (created) {
            problems.in("id", written.getId());
        }
        problems.in("clientId", written.getClientId());
        problems.in("name", written.getName());
        problems.in("description", written.getDescription());
        problems.in("rootUrl", written.getRootUrl());
        problems.in("baseUrl", written.getBaseUrl());
        problems.in("adminUrl", written.getAdminUrl());
        problems.in("clientAuthenticatorType", written.getClientAuthenticatorType());
        problems.in("secret", written.getSecret());
        problems.in("protocol", written.getProtocol());
    }

    private void checkLists(boolean created) {
        // The rules refuse these with a better text, but accept an edit that leaves the client disabled.
        if (!created && !Boolean.TRUE.equals(written.isEnabled())) {
            problems.inList("redirectUris", written.getRedirectUris());
            problems.inList("webOrigins", written.getWebOrigins());
        }
    }

    private void checkNodes() {
        Map<String, Integer> nodes = written.getRegisteredNodes();
        (nodes == null ? Map.<String, Integer>of() : nodes).forEach((node, time) -> {
            problems.in("registeredNodes", node);
            if (time == null) {
                problems.add("registeredNodes", node, "it has no time; write one");
            }
        });
    }

    private void checkFlows(Predicate<String> isFlow) {
        Map<String, String> flows = written.getAuthenticationFlowBindingOverrides();
        (flows == null ? Map.<String, String>of() : flows).forEach((binding, flow) -> {
            problems.in("authenticationFlowBindingOverrides", binding);
            if (flow != null && !flow.isBlank() && !isFlow.test(flow)) {
                problems.add(
                        "authenticationFlowBindingOverrides", flow, "it is no flow of the realm; write the id of one");
            }
        });
    }

    private void checkMappers() {
        List<ProtocolMapperRepresentation> mappers = written.getProtocolMappers();
        for (ProtocolMapperRepresentation mapper :
                mappers == null ? List.<ProtocolMapperRepresentation>of() : mappers) {
            if (mapper == null) {
                problems.add("protocolMappers", "", "it is null; remove the entry");
            } else {
                problems.inRequired("protocolMappers.name", mapper.getName());
                problems.inRequired("protocolMappers.protocol", mapper.getProtocol());
                problems.inRequired("protocolMappers.protocolMapper", mapper.getProtocolMapper());
                problems.inEntries("protocolMappers.config", mapper.getConfig());
            }
        }
    }
}
