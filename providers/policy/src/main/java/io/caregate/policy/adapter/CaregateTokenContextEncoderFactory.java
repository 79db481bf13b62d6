package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.RuleId;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.DefaultTokenContextEncoderProvider;
import org.keycloak.protocol.oidc.encode.DefaultTokenContextEncoderProviderFactory;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;

/**
 * SPI {@code tokenContextEncoder}: the kind of session that a token has. Keycloak writes it into the {@code jti} of
 * every access token. It takes a token without it for one from a version before 26.2, which may have no session at all:
 * then only its {@code sub} says whose it is. In a governed realm such a token needs an existing session.
 */
public final class CaregateTokenContextEncoderFactory extends DefaultTokenContextEncoderProviderFactory
        implements ReplacingFactory<TokenContextEncoderProvider> {

    private static final String REVOCATION = "caregate.revocation";

    /** Revocation reads refresh tokens in the same way; their {@code jti} says nothing, and it only revokes. */
    static void admitRefreshTokens(KeycloakSession session) {
        session.setAttribute(REVOCATION, true);
    }

    @Override
    public TokenContextEncoderProvider create(KeycloakSession session) {
        return new Encoder(this, enforcement(session));
    }

    private static final class Encoder extends DefaultTokenContextEncoderProvider {

        private final Enforcement enforcement;

        Encoder(DefaultTokenContextEncoderProviderFactory factory, Enforcement enforcement) {
            super(enforcement.session(), factory);
            this.enforcement = enforcement;
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
            return enforcement.holds(RuleId.TOKEN_SUBJECT)
                    && enforcement.session().getAttribute(REVOCATION) == null;
        }
    }
}
