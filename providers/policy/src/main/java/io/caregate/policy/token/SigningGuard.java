package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Hook;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.Escaped;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Set;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.util.TokenUtil;

/**
 * The last look at each JWT before a key of the realm signs it, whatever code in Keycloak made it: access and ID
 * tokens, introspection, userinfo and authorization answers, logout tokens, client assertions, credentials, security
 * events. An API that checks signature, issuer, audience and expiry would take any of these for an access token.
 *
 * <p>With the audience of a protected API only a token is signed that {@link TokenGate} or {@link IntrospectionGate}
 * has judged in this request, with these audiences and no longer life. The one exception is a logout token to the
 * API's own client (OpenID Connect Back-Channel Logout section 2.4), which must have this audience, and which nobody
 * but that client receives. Everything else is refused, with an error event; Keycloak makes a server error of it, where
 * no other guard has refused before. It runs in the request's own transaction, which is rolled back.
 */
public final class SigningGuard {

    private static final int SHOWN = 60;

    private final RoleGate roles;

    public SigningGuard(PolicyOptions options) {
        this.roles = new RoleGate(options);
    }

    /**
     * Refuses what no gate has judged.
     *
     * @param signingInput header and payload as they are signed (RFC 7515 section 5.1)
     * @throws ErrorResponseException if it must not be signed; outside of a request an {@link IllegalStateException}
     */
    public void check(KeycloakSession session, RealmModel realm, byte[] signingInput) {
        SignedClaims.read(signingInput)
                .filter(claims -> !VettedTokens.has(session, claims))
                .ifPresent(claims -> judge(session, realm, claims));
    }

    private void judge(KeycloakSession session, RealmModel realm, SignedClaims claims) {
        Set<String> audiences = claims.audiences();
        List<ProtectedApi> apis = roles.protectedAmong(session, realm, audiences.toArray(String[]::new));
        if (apis.isEmpty() || isLogoutTokenOf(apis, claims)) {
            return;
        }
        Refusal refusal = refusal(session, apis.get(0), claims);
        if (!Enforcement.isRequest(session)) {
            if (roles.enforced()) {
                throw new IllegalStateException(refusal.description());
            }
        } else if (roles.refuses(session, realm, refusal)) {
            session.getTransactionManager().setRollbackOnly();
            throw RefusalAnswers.badRequest(OAuthErrorException.ACCESS_DENIED, refusal.description());
        }
    }

    private static boolean isLogoutTokenOf(List<ProtectedApi> apis, SignedClaims claims) {
        return claims.headerType().equals(TokenUtil.TOKEN_TYPE_JWT_LOGOUT_TOKEN)
                && claims.audiences().size() == 1
                && apis.stream().allMatch(api -> api.audience().equals(api.clientId()));
    }

    private static Refusal refusal(KeycloakSession session, ProtectedApi api, SignedClaims claims) {
        ClientModel client = session.getContext().getClient();
        String type = claims.types().isEmpty() ? claims.headerType() : String.join(" ", claims.types());
        return Refusal.by(
                        RuleId.REQUIRED_ROLE,
                        Hook.SIGNING,
                        EventType.CLIENT_INFO,
                        OAuthErrorException.ACCESS_DENIED,
                        "A JWT of type " + Escaped.printable(type, SHOWN) + " is not signed with the audience "
                                + Escaped.printable(api.audience(), SHOWN)
                                + ": only an access or ID token of a subject with the required role may have it")
                .about("audience", api.audience())
                .ofClient(client == null ? null : client.getClientId());
    }
}
