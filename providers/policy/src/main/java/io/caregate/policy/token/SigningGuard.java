package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;

/**
 * The last check of each JWT before a key of the realm signs it, whatever code in Keycloak made it: access and ID
 * tokens, introspection, userinfo and authorization answers, logout tokens, client assertions, credentials, security
 * events. An API that checks signature, issuer, audience and expiry would accept any of these as an access token, and
 * Keycloak distinguishes its own tokens by the {@code typ} of their payload.
 *
 * <p>A token with the audience of a protected API is signed only if {@link TokenGuard} or {@link IntrospectionGuard}
 * has judged it in this request, with these audiences and no longer lifespan. The one exception is a logout token to
 * the API's own client (OpenID Connect Back-Channel Logout section 2.4), which must have this audience, and which only
 * that client receives. A JWT with a {@code typ} is signed only if it is such a token, a logout token, or the assertion
 * of a client, whatever the audience. The remaining JWTs may not name a user other than that of the session. Everything
 * else is refused.
 *
 * @param roles the guard of the realm
 * @param names finds users of the realm
 * @param vetted the tokens that were judged in this request
 * @param clientId the client of the request; null if there is none
 * @param subject the user of the request's session; null if there is none
 * @param now the time in seconds
 */
record SigningGuard(
        RoleGuard roles,
        ForeignName names,
        VettedTokens vetted,
        @Nullable String clientId,
        @Nullable Subject subject,
        long now) {

    private static final int SHOWN = 60;

    /** Keycloak's logout tokens live for 2 minutes. */
    private static final int LONGEST_LOGOUT_SECONDS = 180;

    /**
     * Whether a guard has judged a JWT in this request. This is true of nearly every JWT, and its header adds nothing.
     */
    static boolean isVetted(byte[] signingInput, VettedTokens vetted) {
        return SignedClaims.readPayload(signingInput).filter(vetted::has).isPresent();
    }

    /**
     * Why a JWT that no guard has judged must not be signed.
     *
     * @param signingInput header and payload as they are signed (RFC 7515 section 5.1)
     * @return the refusals, the gravest first; none if it may be signed, or is not a JWT
     */
    List<Refusal> check(byte[] signingInput) {
        return SignedClaims.read(signingInput).map(this::judge).orElse(List.of());
    }

    private List<Refusal> judge(SignedClaims claims) {
        if (!claims.readable()) {
            return List.of(unreadable(RuleId.TOKEN_SUBJECT), unreadable(RuleId.REQUIRED_ROLE));
        }
        List<Refusal> refusals = new ArrayList<>(1);
        List<ProtectedApi> apis = roles.protectedAmong(claims.audiences());
        if (!apis.isEmpty() && !isLogoutTokenOf(apis, claims)) {
            refusals.add(audience(apis.get(0), claims));
        }
        if (!vetted.knows(claims) && !isLogoutToken(claims)) {
            judgeSubject(claims, refusals);
        }
        return refusals;
    }

    // Every type except the harmless ones: extensions add types of action tokens.
    private void judgeSubject(SignedClaims claims, List<Refusal> refusals) {
        if (claims.types().stream().anyMatch(type -> !type.equals(OAuth2Constants.JWT))) {
            refusals.add(type(claims));
        }
        if (!claims.names().isEmpty() && !claims.isOfItsIssuer()) {
            names.in(claims.names(), subject).ifPresent(claim -> refusals.add(name(claim, claims)));
        }
    }

    private boolean isLogoutTokenOf(List<ProtectedApi> apis, SignedClaims claims) {
        return isLogoutToken(claims)
                && claims.audiences().size() == 1
                && apis.stream().allMatch(api -> api.audience().equals(api.clientId()));
    }

    private boolean isLogoutToken(SignedClaims claims) {
        return claims.isLogoutToken() && claims.expiry() <= now + LONGEST_LOGOUT_SECONDS;
    }

    private Refusal unreadable(RuleId rule) {
        return refusal(
                rule,
                "A JWT is not signed whose payload cannot be read; look at the claims of the"
                        + " credential that it is");
    }

    private Refusal audience(ProtectedApi api, SignedClaims claims) {
        return refusal(
                        RuleId.REQUIRED_ROLE,
                        "A JWT of type " + shownType(claims) + " is not signed with the audience "
                                + PrintableText.printable(api.audience(), SHOWN)
                                + ": only an access or ID token of a subject with the required role may have it")
                .about("audience", api.audience());
    }

    private Refusal type(SignedClaims claims) {
        return refusal(
                        RuleId.TOKEN_SUBJECT,
                        "A JWT is not signed with the claim typ=" + shownType(claims)
                                + ", by which Keycloak would take it for a token of its own; remove the mapper that"
                                + " writes it")
                .about("claim", "typ");
    }

    private Refusal name(String claim, SignedClaims claims) {
        return refusal(
                        RuleId.TOKEN_SUBJECT,
                        "The claim " + claim + " of a JWT of type " + shownType(claims)
                                + " would name another user than it is for; remove the mapper that writes it")
                .about("claim", claim);
    }

    private static String shownType(SignedClaims claims) {
        String type = claims.types().isEmpty() ? claims.headerType() : String.join(" ", claims.types());
        return PrintableText.printable(type, SHOWN);
    }

    private Refusal refusal(RuleId rule, String reason) {
        return Refusal.by(
                        rule,
                        EnforcementPoint.SIGNING,
                        EventType.CLIENT_INFO,
                        OAuthErrorException.ACCESS_DENIED,
                        reason)
                .ofClient(clientId)
                .ofUser(subject == null ? null : subject.id());
    }
}
