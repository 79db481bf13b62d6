package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RuleId;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.DefaultTokenContextEncoderProvider;
import org.keycloak.protocol.oidc.encode.DefaultTokenContextEncoderProviderFactory;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;

/**
 * SPI {@code tokenContextEncoder}: the kind of session that a token has. Keycloak writes it into the {@code jti} of
 * every access token. It takes a token without it for one from a version before 26.2, which may have no session at all:
 * then only its {@code sub} says whose it is. In a governed realm such a token needs an existing session.
 */
public final class CaregateTokenContextEncoderFactory extends DefaultTokenContextEncoderProviderFactory {

    private static final String REVOCATION = "caregate.revocation";

    private PolicyOptions options = PolicyOptions.STRICTEST;

    /** Revocation reads refresh tokens in the same way; their {@code jti} says nothing, and it only revokes. */
    static void admitRefreshTokens(KeycloakSession session) {
        session.setAttribute(REVOCATION, true);
    }

    @Override
    public TokenContextEncoderProvider create(KeycloakSession session) {
        return new Encoder(session, this, options);
    }

    @Override
    public void init(Config.Scope config) {
        super.init(config);
        options = PolicyOptions.read();
    }

    @Override
    public int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }

    private static final class Encoder extends DefaultTokenContextEncoderProvider {

        private final KeycloakSession session;
        private final PolicyOptions options;

        Encoder(KeycloakSession session, DefaultTokenContextEncoderProviderFactory factory, PolicyOptions options) {
            super(session, factory);
            this.session = session;
            this.options = options;
        }

        @Override
        public AccessTokenContext getTokenContextFromTokenId(String encodedTokenId) {
            AccessTokenContext context = super.getTokenContextFromTokenId(encodedTokenId);
            return context.getSessionType() == AccessTokenContext.SessionType.UNKNOWN && needsSession()
                    ? new AccessTokenContext(
                            AccessTokenContext.SessionType.ONLINE,
                            context.getTokenType(),
                            context.getGrantType(),
                            context.getRawTokenId())
                    : context;
        }

        private boolean needsSession() {
            RealmModel realm = session.getContext().getRealm();
            return realm != null
                    && options.governs(realm)
                    && options.enforces(RuleId.TOKEN_SUBJECT)
                    && session.getAttribute(REVOCATION) == null;
        }
    }
}
