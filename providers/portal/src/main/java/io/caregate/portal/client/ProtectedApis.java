package io.caregate.portal.client;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;

/**
 * The APIs of a realm that admit only some roles, as far as a client can reach them through client scopes. A realm
 * admin protects an API with the attribute {@value #ATTRIBUTE} of its client. Roles that only the operator's options
 * require are unknown here.
 */
public final class ProtectedApis {
    static final String ATTRIBUTE = "caregate.required-roles";

    private final RealmModel realm;

    public ProtectedApis(RealmModel realm) {
        this.realm = realm;
    }

    /**
     * A protected API.
     *
     * @param name its client id, which is also its name in the audience of tokens
     * @param requiredRoles the roles that admit to it; any one of them is enough
     * @param serviceRoles those of them that are meant for service accounts
     */
    public record Api(String name, List<String> requiredRoles, List<String> serviceRoles) {
        public Api {
            requiredRoles = List.copyOf(requiredRoles);
            serviceRoles = List.copyOf(serviceRoles);
        }

        /** The API with this name and attribute. */
        static Api of(String name, String attribute) {
            List<String> roles = Arrays.stream(attribute.split("##", -1))
                    .map(String::strip)
                    .filter(role -> !role.isEmpty())
                    .distinct()
                    .toList();
            // Realm roles are people's. A service account gets one only if the API knows no other.
            List<String> ofClients =
                    roles.stream().filter(role -> role.contains(":")).toList();
            return new Api(name, roles, ofClients.isEmpty() ? roles : ofClients);
        }
    }

    /** The protected APIs that these scopes put into the audience of a token, by name. */
    List<Api> behind(Stream<ClientScopeModel> scopes) {
        return scopes.flatMap(ClientScopeModel::getProtocolMappersStream)
                .map(ProtectedApis::audience)
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(name -> find(name).stream())
                .sorted(Comparator.comparing(Api::name))
                .toList();
    }

    /** The roles of APIs that a client can ask for: of those that a scope for new clients leads to. */
    public Set<String> serviceRoles() {
        return behind(Stream.of(true, false)
                        .flatMap(realm::getDefaultClientScopesStream)
                        .filter(scope -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol())))
                .stream()
                .flatMap(api -> api.serviceRoles().stream())
                .collect(Collectors.toSet());
    }

    /** The role that {@code name} or {@code client:name} means; the last colon separates. */
    public Optional<RoleModel> role(String name) {
        int colon = name.lastIndexOf(':');
        if (colon < 0) {
            return Optional.ofNullable(realm.getRole(name));
        }
        return Optional.ofNullable(realm.getClientByClientId(name.substring(0, colon)))
                .map(client -> client.getRole(name.substring(colon + 1)));
    }

    private Optional<Api> find(String name) {
        ClientModel client = realm.getClientByClientId(name);
        String attribute = client == null ? null : client.getAttribute(ATTRIBUTE);
        return attribute == null ? Optional.empty() : Optional.of(Api.of(name, attribute));
    }

    private static @Nullable String audience(ProtocolMapperModel mapper) {
        if (!AudienceProtocolMapper.PROVIDER_ID.equals(mapper.getProtocolMapper())) {
            return null;
        }
        // As Keycloak reads them: the client wins over the custom name.
        String client = mapper.getConfig().get(AudienceProtocolMapper.INCLUDED_CLIENT_AUDIENCE);
        return client != null && !client.isEmpty()
                ? client
                : mapper.getConfig().get(AudienceProtocolMapper.INCLUDED_CUSTOM_AUDIENCE);
    }
}
