package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.RuleId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
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
public final class CaregateLoginProtocolFactory extends OIDCLoginProtocolFactory implements GuardedFactory {

    private @Nullable KeycloakSessionFactory keycloak;
    private OIDCProviderConfig oidcConfig = new OIDCProviderConfig(Config.scope("login-protocol", "openid-connect"));

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new CaregateLoginProtocol(oidcConfig, enforcement(session)).setSession(session);
    }

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new CaregateLoginProtocolService(event, enforcement(session));
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
        if (holds(RuleId.EXACT_REDIRECT_URI, client)) {
            client.setRedirectUris(redirectUris);
        }
        if (holds(RuleId.EXACT_WEB_ORIGIN, client)) {
            client.setWebOrigins(webOrigins);
        }
        if (holds(RuleId.NO_PASSWORD_GRANT, client)) {
            client.setDirectAccessGrantsEnabled(passwordGrant);
        }
    }

    // Keycloak names no session here.
    private boolean holds(RuleId rule, ClientModel client) {
        PolicyOptions options = keycloak == null ? PolicyOptions.STRICTEST : GuardedFactory.options(keycloak);
        return Enforcement.holds(options, rule, client.getRealm());
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        oidcConfig = new OIDCProviderConfig(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        super.postInit(factory);
        RequiredProviders.requireInForce(factory);
        keycloak = factory;
        SingleIssuer.addTo(JsonSerialization.mapper, this::isSingleIssuerEnforced);
    }

    private boolean isSingleIssuerEnforced() {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        return session != null && enforcement(session).holds(RuleId.ISSUER_IN_RESPONSE);
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }
}
