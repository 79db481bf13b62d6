package io.caregate.policy.hook;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Hook;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantTypeFactory;

/**
 * SPI {@code oauth2-grant-type}, id {@code password}: in a governed realm there is no such grant, so that Keycloak
 * itself answers {@code unsupported_grant_type} before it looks at client, user or password. Keycloak raises no event
 * there; this does.
 */
public final class CaregatePasswordGrantTypeFactory extends ResourceOwnerPasswordCredentialsGrantTypeFactory {

    private PolicyOptions options = PolicyOptions.NONE;

    @Override
    public @Nullable OAuth2GrantType create(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        Enforcement enforcement = new Enforcement(options);
        Supplier<@Nullable OAuth2GrantType> keycloaks = () -> super.create(session);
        return enforcement
                .<@Nullable Supplier<@Nullable OAuth2GrantType>>decide(
                        session, realm, Hook.PASSWORD_GRANT, keycloaks, () -> governed(session, realm, enforcement))
                .get();
    }

    private static Supplier<@Nullable OAuth2GrantType> governed(
            KeycloakSession session, RealmModel realm, Enforcement enforcement) {
        Refusal refusal = Refusal.by(
                        RuleId.NO_PASSWORD_GRANT,
                        Hook.PASSWORD_GRANT,
                        EventType.LOGIN,
                        OAuthErrorException.UNSUPPORTED_GRANT_TYPE,
                        "The password grant is not served; use the code flow, or client credentials for a backend")
                .about(Details.GRANT_TYPE, OAuth2Constants.PASSWORD);
        if (!enforcement.enforces(RuleId.NO_PASSWORD_GRANT)) {
            return () -> new ReportedPasswordGrantType(enforcement, refusal);
        }
        enforcement.refuses(session, realm, refusal.ofClient(statedClient(session)));
        return () -> null;
    }

    private static @Nullable String statedClient(KeycloakSession session) {
        return session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.CLIENT_ID);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        options = PolicyOptions.read();
    }

    @Override
    public int order() {
        return HookOrder.BEFORE_KEYCLOAK;
    }
}
