package io.caregate.policy.hook;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Hook;
import io.caregate.policy.token.IntrospectionGate;
import io.caregate.policy.token.ServerClaims;
import io.caregate.policy.token.SubjectGate;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;

/** SPI {@code oauth2-token-introspection}, id {@code access_token}: not active for a subject without the role. */
public final class CaregateAccessTokenIntrospectionProviderFactory extends AccessTokenIntrospectionProviderFactory {

    private PolicyOptions options = PolicyOptions.NONE;

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new Gated(session, options);
    }

    @Override
    public void init(Config.Scope config) {
        options = PolicyOptions.read();
    }

    @Override
    public int order() {
        return HookOrder.BEFORE_KEYCLOAK;
    }

    private static final class Gated extends AccessTokenIntrospectionProvider<AccessToken> {

        private final PolicyOptions options;

        Gated(KeycloakSession session, PolicyOptions options) {
            super(session);
            this.options = options;
        }

        @Override
        public AccessToken transformAccessToken(AccessToken presented, UserSessionModel of) {
            AccessToken shown = super.transformAccessToken(presented, of);
            // The Account API asks for the claims without the checks that find the client.
            ClientModel issuedTo = client != null ? client : realm.getClientByClientId(presented.getIssuedFor());
            AuthenticatedClientSessionModel clientSession =
                    issuedTo == null ? null : of.getAuthenticatedClientSessionByClient(issuedTo.getId());
            if (clientSession != null) {
                new Enforcement(options).guard(session, realm, Hook.INTROSPECTION, () -> new SubjectGate(options)
                        .introspected(session, ServerClaims.ofPresented(presented), shown, clientSession));
            }
            return shown;
        }

        private @Nullable AuthenticatedClientSessionModel clientSession(UserSessionModel of) {
            return of.getAuthenticatedClientSessionByClient(client.getId());
        }

        @Override
        protected boolean introspectionChecks(String encoded) {
            if (super.introspectionChecks(encoded) && isAdmitted()) {
                return true;
            }
            // Keycloak would still answer a request for a JWT with the claims of the refused token.
            transformedToken = null;
            return false;
        }

        private boolean isAdmitted() {
            return new Enforcement(options).decide(session, realm, Hook.INTROSPECTION, true, () -> {
                AuthenticatedClientSessionModel clientSession = clientSession(userSession);
                return new IntrospectionGate(options).admits(session, token, transformedToken, user)
                        && (clientSession == null
                                || new SubjectGate(options).admits(session, transformedToken, clientSession));
            });
        }
    }
}
