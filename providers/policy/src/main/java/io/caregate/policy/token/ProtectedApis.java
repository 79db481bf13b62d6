package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.TokenLifespan;
import io.caregate.resource.ServerLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * Finds the protected APIs among audiences: a client with the attribute {@value RoleRequirement#ATTRIBUTE}, or a name
 * that the operator pinned, whether such a client exists or not.
 */
final class ProtectedApis {

    private static final ServerLog LOGGER = ServerLog.of(ProtectedApis.class);

    private final PolicyOptions options;

    ProtectedApis(PolicyOptions options) {
        this.options = options;
    }

    List<ProtectedApi> among(RealmModel realm, String @Nullable [] audiences) {
        if (audiences == null || audiences.length == 0) {
            return List.of();
        }
        if (audiences.length == 1) {
            return find(realm, audiences[0]).map(List::of).orElseGet(List::of);
        }
        List<ProtectedApi> apis = new ArrayList<>(audiences.length);
        for (String audience : new LinkedHashSet<>(Arrays.asList(audiences))) {
            find(realm, audience).ifPresent(apis::add);
        }
        return apis;
    }

    private Optional<ProtectedApi> find(RealmModel realm, @Nullable String audience) {
        if (audience == null) {
            return Optional.empty();
        }
        List<RoleRequirement> requirements = new ArrayList<>();
        RoleRequirement pinned = options.pinnedRoles().get(audience);
        if (pinned != null) {
            requirements.add(pinned);
        }
        ClientModel client = realm.getClientByClientId(audience);
        String attribute = client == null ? null : client.getAttribute(RoleRequirement.ATTRIBUTE);
        if (attribute != null) {
            requirements.add(parse(realm, audience, attribute));
        }
        return requirements.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProtectedApi(audience, List.copyOf(requirements), lifespan(realm, client)));
    }

    private static RoleRequirement parse(RealmModel realm, String audience, String attribute) {
        try {
            return RoleRequirement.parse(attribute);
        } catch (IllegalArgumentException unreadable) {
            LOGGER.warnf(
                    "realm=%s client=%s attribute=%s admits nobody: %s",
                    realm.getName(), audience, RoleRequirement.ATTRIBUTE, unreadable.getMessage());
            return RoleRequirement.NOBODY;
        }
    }

    private static Duration lifespan(RealmModel realm, @Nullable ClientModel client) {
        String attribute = client == null ? null : client.getAttribute(TokenLifespan.ATTRIBUTE);
        return TokenLifespan.parse(attribute).orElseGet(() -> {
            LOGGER.warnf(
                    "realm=%s attribute=%s cannot be read, using %d seconds; write 1 to %d",
                    realm.getName(),
                    TokenLifespan.ATTRIBUTE,
                    TokenLifespan.DEFAULT.toSeconds(),
                    TokenLifespan.MOST.toSeconds());
            return TokenLifespan.DEFAULT;
        });
    }
}
