package io.caregate.policy.token;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.facts.ClientsByAttribute;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.TokenLifespan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Finds the protected APIs among audiences: a client with the attribute {@value RoleRequirement#ATTRIBUTE}, or a name
 * that the operator pinned, whether such a client exists or not. An audience names such a client by its client id, by
 * its internal id, or by one of its addresses: the resource URL (RFC 8707), the root, base or admin URL.
 */
final class ProtectedApis {

    private static final ServerLog LOG = ServerLog.of(ProtectedApis.class);

    /** The client attribute with the address by which Keycloak's resource indicators name it. */
    private static final String RESOURCE_URL = "resource_url";

    /** What Keycloak's resource indicators put before a client id. */
    private static final String CLIENT_URN = "urn:client:";

    private final PolicyOptions options;

    ProtectedApis(PolicyOptions options) {
        this.options = options;
    }

    List<ProtectedApi> among(KeycloakSession session, RealmModel realm, String @Nullable [] audiences) {
        if (audiences == null || audiences.length == 0) {
            return List.of();
        }
        List<ProtectedApi> apis = new ArrayList<>(audiences.length);
        if (audiences.length == 1) {
            find(session, realm, audiences[0], apis);
        } else {
            for (String audience : new LinkedHashSet<>(Arrays.asList(audiences))) {
                find(session, realm, audience, apis);
            }
        }
        return apis;
    }

    private void find(KeycloakSession session, RealmModel realm, @Nullable String audience, List<ProtectedApi> found) {
        if (audience == null) {
            return;
        }
        byClientId(realm, audience, audience).ifPresent(found::add);
        if (AudienceName.isAddress(audience)) {
            String wanted = AudienceName.normalized(audience);
            named(session, realm)
                    .filter(client -> addresses(client).anyMatch(wanted::equals))
                    .forEach(client -> of(realm, audience, client).ifPresent(found::add));
        } else if (AudienceName.isInternalId(audience)) {
            ClientModel client = realm.getClientById(audience);
            if (client != null) {
                of(realm, audience, client).ifPresent(found::add);
            }
        }
    }

    /** Every client of the realm that is a protected API. */
    private Stream<ClientModel> named(KeycloakSession session, RealmModel realm) {
        return Stream.concat(
                        ClientsByAttribute.in(session, realm, RoleRequirement.ATTRIBUTE),
                        options.pinnedRoles().keySet().stream().map(realm::getClientByClientId))
                .filter(Objects::nonNull);
    }

    private static Stream<String> addresses(ClientModel client) {
        String root = client.getRootUrl();
        return Stream.concat(
                Stream.of(client.getAttribute(RESOURCE_URL), root, client.getBaseUrl(), client.getManagementUrl())
                        .flatMap(address -> AudienceName.normalized(root, address).stream()),
                Stream.of(CLIENT_URN + client.getClientId()));
    }

    private Optional<ProtectedApi> byClientId(RealmModel realm, String audience, String clientId) {
        return of(realm, audience, clientId, realm.getClientByClientId(clientId));
    }

    private Optional<ProtectedApi> of(RealmModel realm, String audience, ClientModel client) {
        return of(realm, audience, client.getClientId(), client);
    }

    private Optional<ProtectedApi> of(
            RealmModel realm, String audience, String clientId, @Nullable ClientModel client) {
        RoleRequirement pinned = options.pinnedRoles().get(clientId);
        String attribute = client == null ? null : client.getAttribute(RoleRequirement.ATTRIBUTE);
        if (pinned == null && attribute == null) {
            return Optional.empty();
        }
        List<RoleRequirement> requirements = new ArrayList<>(2);
        if (pinned != null) {
            requirements.add(pinned);
        }
        if (attribute != null) {
            requirements.add(parse(realm, clientId, attribute));
        }
        return Optional.of(new ProtectedApi(audience, clientId, List.copyOf(requirements), lifespan(realm, client)));
    }

    private static RoleRequirement parse(RealmModel realm, String clientId, String attribute) {
        try {
            return RoleRequirement.parse(attribute);
        } catch (IllegalArgumentException unreadable) {
            LOG.warnf(
                    "realm=%s client=%s attribute=%s admits nobody: %s",
                    realm.getName(), clientId, RoleRequirement.ATTRIBUTE, unreadable.getMessage());
            return RoleRequirement.NOBODY;
        }
    }

    private static Duration lifespan(RealmModel realm, @Nullable ClientModel client) {
        String attribute = client == null ? null : client.getAttribute(TokenLifespan.ATTRIBUTE);
        return TokenLifespan.parse(attribute).orElseGet(() -> {
            LOG.warnf(
                    "realm=%s attribute=%s cannot be read, using %d seconds; write 1 to %d",
                    realm.getName(),
                    TokenLifespan.ATTRIBUTE,
                    TokenLifespan.DEFAULT.toSeconds(),
                    TokenLifespan.MOST.toSeconds());
            return TokenLifespan.DEFAULT;
        });
    }
}
