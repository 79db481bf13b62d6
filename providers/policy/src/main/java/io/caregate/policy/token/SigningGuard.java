package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.ErrorResponseException;

/**
 * The last look at each JWT before a key of the realm signs it, whatever code in Keycloak made it: access and ID
 * tokens, introspection, userinfo and authorization answers, logout tokens, client assertions, credentials, security
 * events. An API that checks signature, issuer, audience and expiry would take any of these for an access token, and
 * Keycloak tells its own tokens apart by the {@code typ} of their payload.
 *
 * <p>With the audience of a protected API only a token is signed that {@link TokenGuard} or {@link IntrospectionGuard}
 * has judged in this request, with these audiences and no longer life. The one exception is a logout token to the API's
 * own client (OpenID Connect Back-Channel Logout section 2.4), which must have this audience, and which nobody but that
 * client receives. With a {@code typ} only such a token is signed, a logout token, and the assertion of a client,
 * whatever the audience. What is left may not name a user other than that of the session. Everything else is refused,
 * with an error event; Keycloak makes a server error of it, where no other guard has refused before. It runs in the
 * request's own transaction, which is rolled back.
 */
public final class SigningGuard {

    private static final int SHOWN = 60;

    /** Keycloak's logout tokens live for 2 minutes. */
    private static final int LONGEST_LOGOUT_SECONDS = 180;

    private final RoleEnforcer roles;
    private final Enforcement enforcement;

    public SigningGuard(PolicyOptions options) {
        this.roles = new RoleEnforcer(options);
        this.enforcement = new Enforcement(options);
    }

    /**
     * Refuses what no guard has judged.
     *
     * @param signingInput header and payload as they are signed (RFC 7515 section 5.1)
     * @throws ErrorResponseException if it must not be signed; outside of a request an {@link IllegalStateException}
     */
    public void check(KeycloakSession session, RealmModel realm, byte[] signingInput) {
        // Nearly every JWT is one that a guard has judged, and its header says nothing more.
        if (SignedClaims.readPayload(signingInput)
                .filter(claims -> new RequestNotes(session).vettedTokens().has(claims))
                .isEmpty()) {
            SignedClaims.read(signingInput).ifPresent(claims -> judge(session, realm, claims));
        }
    }

    private void judge(KeycloakSession session, RealmModel realm, SignedClaims claims) {
        if (!claims.readable()) {
            refuse(session, realm, RuleId.TOKEN_SUBJECT, unreadable(session, RuleId.TOKEN_SUBJECT));
            refuse(session, realm, RuleId.REQUIRED_ROLE, unreadable(session, RuleId.REQUIRED_ROLE));
            return;
        }
        Set<String> audiences = claims.audiences();
        List<ProtectedApi> apis = roles.protectedAmong(session, realm, audiences.toArray(String[]::new));
        if (!apis.isEmpty() && !isLogoutTokenOf(apis, claims)) {
            refuse(session, realm, RuleId.REQUIRED_ROLE, audience(session, apis.get(0), claims));
        }
        if (!new RequestNotes(session).vettedTokens().knows(claims) && !isLogoutToken(claims)) {
            judgeSubject(session, realm, claims);
        }
    }

    // Every type but those that can do no harm: extensions add types of action tokens.
    private void judgeSubject(KeycloakSession session, RealmModel realm, SignedClaims claims) {
        if (claims.types().stream().anyMatch(type -> !type.equals(OAuth2Constants.JWT))) {
            refuse(session, realm, RuleId.TOKEN_SUBJECT, type(session, claims));
        }
        if (!claims.names().isEmpty() && !claims.isOfItsIssuer()) {
            new RequestNotes(session)
                    .foreignName(realm)
                    .in(claims.names(), SubjectReader.of(realm, subject(session)))
                    .ifPresent(claim -> refuse(session, realm, RuleId.TOKEN_SUBJECT, name(session, claim, claims)));
        }
    }

    private static @Nullable UserModel subject(KeycloakSession session) {
        UserSessionModel userSession = session.getContext().getUserSession();
        return userSession == null ? null : userSession.getUser();
    }

    private void refuse(KeycloakSession session, RealmModel realm, RuleId rule, Refusal refusal) {
        if (!Enforcement.isRequest(session)) {
            if (enforcement.enforces(rule)) {
                throw new IllegalStateException(refusal.description());
            }
        } else if (enforcement.refuses(session, realm, refusal)) {
            session.getTransactionManager().setRollbackOnly();
            throw RefusalAnswers.badRequest(session, refusal);
        }
    }

    private static boolean isLogoutTokenOf(List<ProtectedApi> apis, SignedClaims claims) {
        return isLogoutToken(claims)
                && claims.audiences().size() == 1
                && apis.stream().allMatch(api -> api.audience().equals(api.clientId()));
    }

    private static boolean isLogoutToken(SignedClaims claims) {
        return claims.isLogoutToken() && claims.expiry() <= Time.currentTimeSeconds() + LONGEST_LOGOUT_SECONDS;
    }

    private static Refusal unreadable(KeycloakSession session, RuleId rule) {
        return refusal(
                session,
                rule,
                "A JWT is not signed whose payload cannot be read; look at the claims of the"
                        + " credential that it is");
    }

    private static Refusal audience(KeycloakSession session, ProtectedApi api, SignedClaims claims) {
        return refusal(
                        session,
                        RuleId.REQUIRED_ROLE,
                        "A JWT of type " + shownType(claims) + " is not signed with the audience "
                                + PrintableText.printable(api.audience(), SHOWN)
                                + ": only an access or ID token of a subject with the required role may have it")
                .about("audience", api.audience());
    }

    private static Refusal type(KeycloakSession session, SignedClaims claims) {
        return refusal(
                        session,
                        RuleId.TOKEN_SUBJECT,
                        "A JWT is not signed with the claim typ=" + shownType(claims)
                                + ", by which Keycloak would take it for a token of its own; remove the mapper that"
                                + " writes it")
                .about("claim", "typ");
    }

    private static Refusal name(KeycloakSession session, String claim, SignedClaims claims) {
        return refusal(
                        session,
                        RuleId.TOKEN_SUBJECT,
                        "The claim " + claim + " of a JWT of type " + shownType(claims)
                                + " would name another user than it is for; remove the mapper that writes it")
                .about("claim", claim);
    }

    private static String shownType(SignedClaims claims) {
        String type = claims.types().isEmpty() ? claims.headerType() : String.join(" ", claims.types());
        return PrintableText.printable(type, SHOWN);
    }

    private static Refusal refusal(KeycloakSession session, RuleId rule, String reason) {
        ClientModel client = session.getContext().getClient();
        return Refusal.by(
                        rule,
                        EnforcementPoint.SIGNING,
                        EventType.CLIENT_INFO,
                        OAuthErrorException.ACCESS_DENIED,
                        reason)
                .ofClient(client == null ? null : client.getClientId())
                .ofUser(Optional.ofNullable(subject(session))
                        .map(UserModel::getId)
                        .orElse(null));
    }
}
