package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RuleId;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.util.JsonSerialization;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * SPI {@code login-protocol}, id {@code openid-connect}: the answers that go back to a client, and the endpoints that
 * have no event of the policy manager (logout, session iframe).
 */
public final class CaregateLoginProtocolFactory extends OIDCLoginProtocolFactory {

    private PolicyOptions options = PolicyOptions.STRICTEST;
    private OIDCProviderConfig oidcConfig = new OIDCProviderConfig(Config.scope("login-protocol", "openid-connect"));

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new CaregateLoginProtocol(oidcConfig, options).setSession(session);
    }

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new CaregateLoginProtocolService(session, event, options);
    }

    /**
     * Keycloak's defaults, without those that a rule would refuse although the request did not set them: a wildcard
     * below the root URL of a client that has no redirect URI, and the password grant where the field is absent.
     */
    @Override
    public void setupClientDefaults(ClientRepresentation written, ClientModel client) {
        Set<String> redirectUris = Set.copyOf(client.getRedirectUris());
        Set<String> webOrigins = Set.copyOf(client.getWebOrigins());
        boolean passwordGrant = client.isDirectAccessGrantsEnabled();
        super.setupClientDefaults(written, client);
        if (!options.governs(client.getRealm())) {
            return;
        }
        if (options.enforces(RuleId.EXACT_REDIRECT_URI)) {
            client.setRedirectUris(redirectUris);
        }
        if (options.enforces(RuleId.EXACT_WEB_ORIGIN)) {
            client.setWebOrigins(webOrigins);
        }
        if (options.enforces(RuleId.NO_PASSWORD_GRANT)) {
            client.setDirectAccessGrantsEnabled(passwordGrant);
        }
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        oidcConfig = new OIDCProviderConfig(config);
        options = PolicyOptions.read();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        SingleIssuer.addTo(JsonSerialization.mapper, this::isSingleIssuerEnforced);
    }

    private boolean isSingleIssuerEnforced() {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        RealmModel realm = session == null ? null : session.getContext().getRealm();
        return realm != null && options.governs(realm) && options.enforces(RuleId.ISSUER_IN_RESPONSE);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }
}
