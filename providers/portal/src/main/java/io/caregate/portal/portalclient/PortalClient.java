package io.caregate.portal.portalclient;

import io.caregate.foundation.log.ServerLog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.util.Encode;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RepresentationToModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;

/**
 * The client with which the web app signs people in: public, code flow with PKCE, and one exact redirect URI on
 * Keycloak's own origin, a configuration that the rules of the pack know. Its tokens are for no API; a token of the API
 * is requested separately, by the optional scope {@value #API_SCOPE}.
 *
 * <p>It is created if it is missing, and restored if it was changed. A realm admin decides whether it is
 * enabled, and may remove the scope.
 */
public final class PortalClient {
    public static final String CLIENT_ID = "caregate-portal";

    /** The scope that requests a token of the protected API. */
    public static final String API_SCOPE = "health-api";

    private static final ServerLog LOG = ServerLog.of(PortalClient.class);
    private static final String FRONTEND = "${authBaseUrl}";
    private static final String FRONTEND_URL = "frontendUrl";
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

    /** The server's address for browsers, without a slash at the end. */
    public static String server(KeycloakSession session) {
        String base = session.getContext().getUri().getBaseUri().toString();
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** The address of the portal, with a slash at the end. */
    public static String url(KeycloakSession session) {
        return server(session) + path(session.getContext().getRealm());
    }

    /**
     * The same for a mail. Empty unless the operator or the realm has set the server's whole address: otherwise parts
     * of it are what the caller's request names, and a caller could put any address into mails to others.
     */
    public static Optional<String> fixedUrl(KeycloakSession session) {
        String url = url(session);
        return Stream.of(
                                Config.scope("hostname", "v2").get("hostname"),
                                session.getContext().getRealm().getAttribute(FRONTEND_URL))
                        .anyMatch(address -> isBelow(url, address))
                ? Optional.of(url)
                : Optional.empty();
    }

    static boolean isBelow(String url, @Nullable String address) {
        return address != null
                && (address.startsWith("https://") || address.startsWith("http://"))
                && url.startsWith(address.endsWith("/") ? address : address + "/");
    }

    /** Whether the portal may request a token of the API. */
    public static boolean asksForTheApi(RealmModel realm) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        return client != null && client.getClientScopes(false).containsKey(API_SCOPE);
    }

    /** Whether the realm has it. */
    public static boolean isIn(RealmModel realm) {
        return realm.getClientByClientId(CLIENT_ID) != null;
    }

    /** Whether it is there as required, or gone where the portal is off. */
    static boolean isDone(RealmModel realm, boolean on) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        return on ? client != null && isAsRequired(client) : client == null;
    }

    /** Deletes it, if it is there. */
    static void remove(KeycloakSession session, RealmModel realm) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        if (client != null && new ClientManager(new RealmManager(session)).removeClient(realm, client)) {
            LOG.infof("client=%s realm=%s deleted: the portal is off", CLIENT_ID, realm.getName());
        }
    }

    /** Creates or restores it. */
    static void ensure(KeycloakSession session, RealmModel realm) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        if (client == null) {
            create(session, realm);
        } else if (!isAsRequired(client)) {
            LOG.warnf(
                    "client=%s realm=%s differed from the required configuration; restored",
                    CLIENT_ID, realm.getName());
            ClientRepresentation required = required(realm);
            required.setClientId(CLIENT_ID);
            RepresentationToModel.updateClient(required, client, session);
            client.getProtocolMappersStream().toList().forEach(client::removeProtocolMapper);
            client.getScopeMappingsStream().toList().forEach(client::deleteScopeMapping);
        }
    }

    private static void create(KeycloakSession session, RealmModel realm) {
        ClientRepresentation required = required(realm);
        required.setClientId(CLIENT_ID);
        required.setName("Portal");
        required.setDescription(
                "Caregate: clients, access tokens and login errors. Kept by caregate-portal.jar; disable it"
                        + " to switch the portal off. Once that JAR is removed, delete it.");
        required.setEnabled(true);
        required.setAlwaysDisplayInConsole(true);
        required.setDefaultClientScopes(
                scope(realm, BASIC).map(ClientScopeModel::getName).stream().toList());
        required.setOptionalClientScopes(
                scope(realm, API_SCOPE).map(ClientScopeModel::getName).stream().toList());
        ClientManager.createClient(session, realm, required);
        LOG.debugf("client=%s realm=%s created", CLIENT_ID, realm.getName());
    }

    /** The realm has a new scope of this name: the portal may request it. */
    static void offer(RealmModel realm, ClientScopeModel scope) {
        ClientModel client = realm.getClientByClientId(CLIENT_ID);
        if (client != null && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol())) {
            client.addClientScope(scope, false);
        }
    }

    private static Optional<ClientScopeModel> scope(RealmModel realm, String name) {
        return realm.getClientScopesStream()
                .filter(scope ->
                        name.equals(scope.getName()) && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(scope.getProtocol()))
                .findFirst();
    }

    private static ClientRepresentation required(RealmModel realm) {
        ClientRepresentation required = new ClientRepresentation();
        required.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        required.setPublicClient(true);
        required.setBearerOnly(false);
        required.setStandardFlowEnabled(true);
        required.setImplicitFlowEnabled(false);
        required.setDirectAccessGrantsEnabled(false);
        required.setServiceAccountsEnabled(false);
        required.setFullScopeAllowed(false);
        required.setConsentRequired(false);
        required.setFrontchannelLogout(false);
        required.setRootUrl(FRONTEND);
        required.setBaseUrl(path(realm));
        required.setAdminUrl("");
        required.setRedirectUris(List.of(path(realm)));
        required.setWebOrigins(List.of());
        required.setAttributes(ATTRIBUTES);
        return required;
    }

    private static boolean isAsRequired(ClientModel client) {
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
