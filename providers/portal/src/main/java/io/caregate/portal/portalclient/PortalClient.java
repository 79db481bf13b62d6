package io.caregate.portal.portalclient;

import io.caregate.foundation.log.ServerLog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.Encode;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.managers.ClientManager;

/**
 * The client with which the web app signs people in: public, code flow with PKCE, and one exact redirect URI on
 * Keycloak's own origin, a shape that the rules of the pack know. Its tokens are for no API; a token of the API is
 * requested separately, by the optional scope {@value #API_SCOPE}.
 *
 * <p>It is created if it is missing, and restored to its shape if it was changed. A realm admin decides whether it is
 * enabled, and may remove the scope.
 */
public final class PortalClient {
    public static final String CLIENT_ID = "caregate-portal";

    /** The scope that requests a token of the protected API. */
    public static final String API_SCOPE = "health-api";

    private static final ServerLog LOG = ServerLog.of(PortalClient.class);
    private static final String FRONTEND = "${authBaseUrl}";
    private static final String BASIC = "basic";
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "pkce.code.challenge.method", "S256",
            "post.logout.redirect.uris", "+",
            "oauth2.device.authorization.grant.enabled", "false",
            "oidc.ciba.grant.enabled", "false",
            "standard.token.exchange.enabled", "false");

    private PortalClient() {}

    /** The path of the portal on this server, as it appears in addresses. */
    public static String path(RealmModel realm) {
        return "/realms/" + Encode.encodePathAsIs(realm.getName()) + "/caregate/portal/";
    }

    /** Whether the portal may request a token of the API. */
    public static boolean asksForTheApi(RealmModel realm) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        return client != null && client.getClientScopes(false).containsKey(API_SCOPE);
    }

    /** Creates or restores it. */
    static void ensure(KeycloakSession session, RealmModel realm) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        if (client == null) {
            create(session, realm);
        } else if (!hasItsShape(client)) {
            LOG.warnf("client=%s realm=%s had another shape; it is mended", CLIENT_ID, realm.getName());
            ClientRepresentation shape = shape(realm);
            shape.setClientId(CLIENT_ID);
            RepresentationToModel.updateClient(shape, client, session);
            client.getProtocolMappersStream().toList().forEach(client::removeProtocolMapper);
            client.getScopeMappingsStream().toList().forEach(client::deleteScopeMapping);
        }
    }

    private static void create(KeycloakSession session, RealmModel realm) {
        ClientRepresentation shape = shape(realm);
        shape.setClientId(CLIENT_ID);
        shape.setName("Portal");
        shape.setDescription(
                "Caregate: clients, access tokens and login errors. Kept by caregate-portal.jar; disable it"
                        + " to switch the portal off.");
        shape.setEnabled(true);
        shape.setAlwaysDisplayInConsole(true);
        shape.setDefaultClientScopes(
                scope(realm, BASIC).map(ClientScopeModel::getName).stream().toList());
        shape.setOptionalClientScopes(
                scope(realm, API_SCOPE).map(ClientScopeModel::getName).stream().toList());
        ClientManager.createClient(session, realm, shape);
        LOG.debugf("client=%s realm=%s created", CLIENT_ID, realm.getName());
    }

    /** The realm has a new scope of this name: the portal may request it. */
    static void offer(RealmModel realm, ClientScopeModel scope) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        if (client != null && "openid-connect".equals(scope.getProtocol())) {
            client.addClientScope(scope, false);
        }
    }

    private static Optional<ClientScopeModel> scope(RealmModel realm, String name) {
        return realm.getClientScopesStream()
                .filter(scope -> name.equals(scope.getName()) && "openid-connect".equals(scope.getProtocol()))
                .findFirst();
    }

    private static ClientRepresentation shape(RealmModel realm) {
        ClientRepresentation shape = new ClientRepresentation();
        shape.setProtocol("openid-connect");
        shape.setPublicClient(true);
        shape.setBearerOnly(false);
        shape.setStandardFlowEnabled(true);
        shape.setImplicitFlowEnabled(false);
        shape.setDirectAccessGrantsEnabled(false);
        shape.setServiceAccountsEnabled(false);
        shape.setFullScopeAllowed(false);
        shape.setConsentRequired(false);
        shape.setFrontchannelLogout(false);
        shape.setRootUrl(FRONTEND);
        shape.setBaseUrl(path(realm));
        shape.setAdminUrl("");
        shape.setRedirectUris(List.of(path(realm)));
        shape.setWebOrigins(List.of());
        shape.setAttributes(ATTRIBUTES);
        return shape;
    }

    private static boolean hasItsShape(ClientModel client) {
        String path = path(client.getRealm());
        boolean flows = client.isPublicClient()
                && !client.isBearerOnly()
                && client.isStandardFlowEnabled()
                && !client.isImplicitFlowEnabled()
                && !client.isDirectAccessGrantsEnabled()
                && !client.isServiceAccountsEnabled()
                && !client.isFullScopeAllowed()
                && client.getScopeMappingsStream().findAny().isEmpty()
                && client.getProtocolMappersStream().findAny().isEmpty();
        boolean addresses = FRONTEND.equals(client.getRootUrl())
                && path.equals(client.getBaseUrl())
                && (client.getManagementUrl() == null
                        || client.getManagementUrl().isEmpty())
                && client.getRedirectUris().equals(Set.of(path))
                && client.getWebOrigins().isEmpty();
        return flows
                && addresses
                && ATTRIBUTES.entrySet().stream()
                        .allMatch(wanted -> Objects.equals(client.getAttribute(wanted.getKey()), wanted.getValue()));
    }
}
