package io.caregate.policy.client;

import io.caregate.policy.facts.ClientsByAttribute;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.RoleRequirement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authorization.AuthorizationProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Reads the facts about a client and its realm that {@link ApiReach} needs, in the request's transaction. */
final class ApiReachReader implements ApiReach.Directory, ApiReach.Caller {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;

    private ApiReachReader(KeycloakSession session, ClientModel client) {
        this.session = session;
        this.realm = client.getRealm();
        this.client = client;
    }

    static boolean reachesApi(Enforcement enforcement, ClientModel client) {
        ApiReachReader reader = new ApiReachReader(enforcement.session(), client);
        return new ApiReach(enforcement.options().pinnedRoles().keySet(), reader).isOf(reader);
    }

    static boolean reachesApiUnseen(Enforcement enforcement, ClientModel client) {
        ApiReachReader reader = new ApiReachReader(enforcement.session(), client);
        return new ApiReach(enforcement.options().pinnedRoles().keySet(), reader).isUnseenOf(reader);
    }

    @Override
    public List<ApiReach.Mapper> mappers() {
        return mappers(client);
    }

    @Override
    public Stream<ApiReach.Scope> scopes() {
        return Stream.concat(
                        client.getClientScopes(true).values().stream(), client.getClientScopes(false).values().stream())
                .map(scope -> new ApiReach.Scope(scope.isDisplayOnConsentScreen(), mappers(scope)));
    }

    private static List<ApiReach.Mapper> mappers(ClientScopeModel scope) {
        return scope.getProtocolMappersStream()
                .map(mapper -> new ApiReach.Mapper(mapper.getProtocolMapper(), mapper.getConfig()))
                .toList();
    }

    @Override
    public Optional<Found> byClientId(String clientId) {
        return found(realm.getClientByClientId(clientId));
    }

    @Override
    public Optional<Found> byId(String id) {
        return found(realm.getClientById(id));
    }

    @Override
    public Stream<Found> withRequirement() {
        return ClientsByAttribute.in(session, realm, RoleRequirement.ATTRIBUTE).map(api -> new Found(session, api));
    }

    @Override
    public Stream<Found> withAddress() {
        return realm.searchClientByClientIdStream(":", null, null).map(api -> new Found(session, api));
    }

    @Override
    public boolean servesUma() {
        return session.getProvider(AuthorizationProvider.class) != null;
    }

    private Optional<Found> found(@Nullable ClientModel api) {
        return api == null ? Optional.empty() : Optional.of(new Found(session, api));
    }

    private record Found(KeycloakSession session, ClientModel api) implements ApiReach.Api {
        @Override
        public String clientId() {
            return api.getClientId();
        }

        @Override
        public boolean hasRequirement() {
            return api.getAttribute(RoleRequirement.ATTRIBUTE) != null;
        }

        @Override
        public boolean hasRoles() {
            return api.getRolesStream().findAny().isPresent();
        }

        @Override
        public boolean isResourceServer() {
            return session.getProvider(AuthorizationProvider.class)
                            .getStoreFactory()
                            .getResourceServerStore()
                            .findByClient(api)
                    != null;
        }
    }
}
