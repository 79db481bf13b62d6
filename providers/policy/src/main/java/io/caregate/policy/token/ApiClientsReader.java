package io.caregate.policy.token;

import io.caregate.policy.facts.ClientsByAttribute;
import io.caregate.policy.refusal.Enforcement;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The clients of a Keycloak realm, read in the request's transaction. */
record ApiClientsReader(KeycloakSession session, RealmModel model) implements ApiClients {

    /** The guard of the realm to which the rules are applied. */
    static RoleGuard guard(Enforcement enforcement) {
        return new RoleGuard(enforcement.options(), new ApiClientsReader(enforcement.session(), enforcement.realm()));
    }

    @Override
    public String realm() {
        return model.getName();
    }

    @Override
    public @Nullable ApiClient byClientId(String clientId) {
        return of(model.getClientByClientId(clientId));
    }

    @Override
    public @Nullable ApiClient byInternalId(String id) {
        return of(model.getClientById(id));
    }

    @Override
    public Stream<ApiClient> with(String attribute) {
        return ClientsByAttribute.in(session, model, attribute).map(Reader::new);
    }

    private static @Nullable ApiClient of(@Nullable ClientModel client) {
        return client == null ? null : new Reader(client);
    }

    private record Reader(ClientModel client) implements ApiClient {
        @Override
        public String clientId() {
            return client.getClientId();
        }

        @Override
        public @Nullable String attribute(String name) {
            return client.getAttribute(name);
        }

        @Override
        public @Nullable String rootUrl() {
            return client.getRootUrl();
        }

        @Override
        public @Nullable String baseUrl() {
            return client.getBaseUrl();
        }

        @Override
        public @Nullable String managementUrl() {
            return client.getManagementUrl();
        }
    }
}
