package io.caregate.policy.token;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.TokenLifespan;
import io.caregate.policy.token.ApiClients.ApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the protected APIs among audiences: a client with the attribute {@value RoleRequirement#ATTRIBUTE}, or a name
 * that the operator pinned, whether or not such a client exists. An audience names such a client by its client id, by
 * its internal id, or by one of its addresses: the resource URL (RFC 8707), the root, base or admin URL.
 *
 * @param pinned the requirements that the operator pinned, by the name of the API
 * @param clients the clients of the realm
 */
record ProtectedApis(Map<String, RoleRequirement> pinned, ApiClients clients) {

    private static final ServerLog LOG = ServerLog.of(ProtectedApis.class);

    /** The client attribute with the address by which Keycloak's resource indicators name it. */
    private static final String RESOURCE_URL = "resource_url";

    /** The prefix that Keycloak's resource indicators put before a client id. */
    private static final String CLIENT_URN = "urn:client:";

    /** Every API that one of the audiences names, in their order. */
    List<ProtectedApi> among(Collection<@Nullable String> audiences) {
        if (audiences.isEmpty()) {
            return List.of();
        }
        List<ProtectedApi> apis = new ArrayList<>(audiences.size());
        for (@Nullable String audience : audiences.size() == 1 ? audiences : new LinkedHashSet<>(audiences)) {
            if (audience != null) {
                find(audience, apis);
            }
        }
        return apis;
    }

    private void find(String audience, List<ProtectedApi> found) {
        of(audience, audience, clients.byClientId(audience)).ifPresent(found::add);
        if (AudienceName.isAddress(audience)) {
            String wanted = AudienceName.normalized(audience);
            named().filter(client -> addresses(client).anyMatch(wanted::equals))
                    .forEach(client -> of(audience, client.clientId(), client).ifPresent(found::add));
        } else if (AudienceName.isInternalId(audience)) {
            ApiClient client = clients.byInternalId(audience);
            if (client != null) {
                of(audience, client.clientId(), client).ifPresent(found::add);
            }
        }
    }

    /** Every client of the realm that is a protected API. */
    private Stream<ApiClient> named() {
        return Stream.concat(
                clients.with(RoleRequirement.ATTRIBUTE),
                pinned.keySet().stream().map(clients::byClientId).filter(Objects::nonNull));
    }

    private static Stream<String> addresses(ApiClient client) {
        String root = client.rootUrl();
        return Stream.concat(
                Stream.of(client.attribute(RESOURCE_URL), root, client.baseUrl(), client.managementUrl())
                        .flatMap(address -> AudienceName.normalized(root, address).stream()),
                Stream.of(CLIENT_URN + client.clientId()));
    }

    private Optional<ProtectedApi> of(String audience, String clientId, @Nullable ApiClient client) {
        RoleRequirement operators = pinned.get(clientId);
        String attribute = client == null ? null : client.attribute(RoleRequirement.ATTRIBUTE);
        if (operators == null && attribute == null) {
            return Optional.empty();
        }
        List<RoleRequirement> requirements = new ArrayList<>(2);
        if (operators != null) {
            requirements.add(operators);
        }
        if (attribute != null) {
            requirements.add(parse(clientId, attribute));
        }
        return Optional.of(new ProtectedApi(audience, clientId, List.copyOf(requirements), lifespan(client)));
    }

    private RoleRequirement parse(String clientId, String attribute) {
        try {
            return RoleRequirement.parse(attribute);
        } catch (IllegalArgumentException unreadable) {
            LOG.warnf(
                    "realm=%s client=%s attribute=%s admits nobody: %s",
                    clients.realm(), clientId, RoleRequirement.ATTRIBUTE, unreadable.getMessage());
            return RoleRequirement.NOBODY;
        }
    }

    private Duration lifespan(@Nullable ApiClient client) {
        String attribute = client == null ? null : client.attribute(TokenLifespan.ATTRIBUTE);
        return TokenLifespan.parse(attribute).orElseGet(() -> {
            LOG.warnf(
                    "realm=%s attribute=%s cannot be read, using %d seconds; write 1 to %d",
                    clients.realm(),
                    TokenLifespan.ATTRIBUTE,
                    TokenLifespan.DEFAULT.toSeconds(),
                    TokenLifespan.MOST.toSeconds());
            return TokenLifespan.DEFAULT;
        });
    }
}
