package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredClients;
import io.caregate.policy.facts.StoredMapper;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.TokenLifespan;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** Reads the facts of a realm that matter to its clients, in the caller's transaction. */
final class RealmReader {

    private RealmReader() {}

    static RealmFacts read(KeycloakSession session, RealmModel realm, PolicyOptions options) {
        Map<String, RoleRequirement> pinned = options.pinnedRoles();
        Map<String, String> flows = realm.getAuthenticationFlowsStream()
                .collect(Collectors.toMap(AuthenticationFlowModel::getId, AuthenticationFlowModel::getAlias));
        AuthenticationFlowModel directGrant = realm.getDirectGrantFlow();
        return new RealmFacts(
                Duration.ofSeconds(realm.getAccessTokenLifespan()),
                directGrant == null ? "" : directGrant.getAlias(),
                flows,
                apis(session, realm, pinned),
                pinned,
                options.redirectHosts(),
                scopes(realm));
    }

    private static Map<String, ProtectedAudience> apis(
            KeycloakSession session, RealmModel realm, Map<String, RoleRequirement> pinned) {
        StoredClients clients = new StoredClients(session, realm);
        Map<String, String> required = clients.attribute(RoleRequirement.ATTRIBUTE);
        Map<String, String> lifespans = clients.attribute(TokenLifespan.ATTRIBUTE);
        Set<String> names = new TreeSet<>(required.keySet());
        names.addAll(pinned.keySet());
        Map<String, ProtectedAudience> apis = new HashMap<>();
        for (String name : names) {
            Set<RequiredRole> roles = new HashSet<>(
                    pinned.getOrDefault(name, RoleRequirement.NOBODY).anyOf());
            roles.addAll(parse(required.get(name)));
            Duration lifespan = TokenLifespan.parse(lifespans.get(name)).orElse(TokenLifespan.DEFAULT);
            apis.put(name, new ProtectedAudience(name, roles, lifespan, ownRoles(realm, name)));
        }
        return apis;
    }

    private static Set<RequiredRole> parse(@Nullable String roles) {
        return Optional.ofNullable(roles)
                .flatMap(RoleRequirement::find)
                .map(RoleRequirement::anyOf)
                .orElse(Set.of());
    }

    private static Set<String> ownRoles(RealmModel realm, String api) {
        ClientModel client = realm.getClientByClientId(api);
        return client == null
                ? Set.of()
                : client.getRolesStream().map(RoleModel::getName).collect(Collectors.toSet());
    }

    private static List<ScopeFacts> scopes(RealmModel realm) {
        Set<String> defaults = realm.getDefaultClientScopesStream(true)
                .map(ClientScopeModel::getId)
                .collect(Collectors.toSet());
        return realm.getClientScopesStream()
                .filter(scope -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol()))
                .map(scope -> new ScopeFacts(
                        scope.getId(),
                        scope.getName(),
                        defaults.contains(scope.getId()),
                        scope.getProtocolMappersStream().map(StoredMapper::of).toList()))
                .toList();
    }

    static boolean exists(RealmModel realm, RequiredRole required) {
        if (required.clientId() == null) {
            return realm.getRole(required.name()) != null;
        }
        ClientModel client = realm.getClientByClientId(required.clientId());
        return client != null && client.getRole(required.name()) != null;
    }
}
