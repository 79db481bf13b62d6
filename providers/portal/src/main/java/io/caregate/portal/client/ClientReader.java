package io.caregate.portal.client;

import io.caregate.foundation.digest.Sha256;
import io.caregate.portal.client.ClientView.ApiAccess;
import io.caregate.portal.client.ClientView.SecretView;
import io.caregate.portal.key.ClientKeys;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSecretConstants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCClientSecretConfigWrapper;

/** Reads a Keycloak client in the form that developers see. It never reads a secret. */
public final class ClientReader {
    private static final int TAG = 32;

    private final KeycloakSession session;
    private final ClientModel client;
    private final ClientType clientType;

    public ClientReader(KeycloakSession session, ClientModel client, ClientType clientType) {
        this.session = session;
        this.client = client;
        this.clientType = clientType;
    }

    /** The client as it is, as a draft. */
    public Draft draft() {
        return new Draft(
                clientType,
                orEmpty(client.getName()),
                orEmpty(client.getDescription()),
                Environment.of(client.getAttribute(Environment.ATTRIBUTE)),
                entries(client.getRedirectUris()),
                entries(client.getWebOrigins()),
                client.getClientScopes(false).keySet().stream().sorted().toList(),
                authentication(),
                authentication() == Authentication.KEYS
                        ? new ClientKeys(
                                client.getAttribute(ClientRepresentations.JWKS),
                                client.getAttribute(ClientRepresentations.JWKS_URL),
                                null)
                        : null,
                roles());
    }

    /** Those roles of its APIs that the service account has been given. */
    private List<String> roles() {
        UserModel account = account();
        if (account == null) {
            return List.of();
        }
        ProtectedApis apis = new ProtectedApis(client.getRealm());
        return apis.behind(scopes()).stream()
                .flatMap(api -> api.serviceRoles().stream())
                .distinct()
                .filter(role -> apis.role(role).filter(account::hasDirectRole).isPresent())
                .sorted()
                .toList();
    }

    private List<ApiAccess> apis() {
        UserModel account = account();
        ProtectedApis apis = new ProtectedApis(client.getRealm());
        return apis.behind(scopes()).stream()
                .map(api -> new ApiAccess(
                        api.name(),
                        account == null ? api.requiredRoles() : api.serviceRoles(),
                        account == null
                                || api.requiredRoles().stream().anyMatch(role -> apis.role(role)
                                        .filter(account::hasRole)
                                        .isPresent())))
                .toList();
    }

    private @Nullable UserModel account() {
        return client.isServiceAccountsEnabled() ? session.users().getServiceAccount(client) : null;
    }

    private Stream<ClientScopeModel> scopes() {
        return Stream.of(true, false)
                .flatMap(byDefault -> client.getClientScopes(byDefault).values().stream())
                .filter(Objects::nonNull);
    }

    private Authentication authentication() {
        if (client.isPublicClient()) {
            return Authentication.NONE;
        }
        return Authentication.KEYS.authenticator().equals(client.getClientAuthenticatorType())
                ? Authentication.KEYS
                : Authentication.SECRET;
    }

    /** The view for developers. */
    public ClientView view(long createdAt, @Nullable String pendingRequest) {
        Draft draft = draft();
        return new ClientView(
                client.getId(),
                client.getClientId(),
                ClientDescription.of(draft),
                client.isEnabled(),
                ClientAccess.of(draft),
                draft.authentication() == Authentication.SECRET ? secret() : null,
                apis(),
                Instant.ofEpochMilli(createdAt).toString(),
                pendingRequest);
    }

    /** The time until which the previous secret is also valid; null if it is not. */
    public @Nullable String previousSecretValidUntil() {
        return secret().previousValidUntil();
    }

    /** The state of everything that can be changed through the portal (RFC 9110 section 8.8.3), without quotes. */
    public String tag() {
        Draft draft = draft();
        String state = String.join(
                "\n",
                draft.name(),
                draft.description(),
                draft.environment().toString(),
                String.join(" ", draft.redirectUris()),
                String.join(" ", draft.webOrigins()),
                String.join(" ", draft.scopes()),
                draft.authentication().name(),
                String.valueOf(draft.keys()),
                String.join(" ", draft.roles()),
                Boolean.toString(client.isEnabled()));
        return Sha256.hex(state).substring(0, TAG);
    }

    private SecretView secret() {
        OIDCClientSecretConfigWrapper secret = OIDCClientSecretConfigWrapper.fromClientModel(client);
        return new SecretView(
                time(ClientSecretConstants.CLIENT_SECRET_CREATION_TIME),
                time(ClientSecretConstants.CLIENT_SECRET_EXPIRATION),
                secret.hasRotatedSecret() && !secret.isClientRotatedSecretExpired()
                        ? time(ClientSecretConstants.CLIENT_ROTATED_SECRET_EXPIRATION_TIME)
                        : null);
    }

    // Keycloak's methods for these give an int in 26.6 and a long in 26.7.
    private @Nullable String time(String attribute) {
        String stored = client.getAttribute(attribute);
        // An administrator can write anything there; at most 10 digits are a time before the year 2287.
        return stored == null || !stored.matches("[1-9][0-9]{0,9}")
                ? null
                : Instant.ofEpochSecond(Long.parseLong(stored)).toString();
    }

    // Keycloak 26.6 stores the empty entry that its Admin Console sends for a field that is not filled in.
    private static List<String> entries(Set<String> stored) {
        return stored.stream().filter(entry -> !entry.isEmpty()).sorted().toList();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
