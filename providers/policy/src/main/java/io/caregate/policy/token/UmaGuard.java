package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authorization.authorization.AuthorizationTokenService;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.util.TokenUtil;

/**
 * The UMA grant (UMA 2.0 Grant for OAuth 2.0, section 3.3.1) makes a token from another one. Keycloak reads an ID token
 * that is pushed as a claim token by turning it into an access token, and lets protocol mappers write that token's user
 * and client. So the guard checks the presented token before the grant runs, and the answer must be for its user and
 * session and go to its client.
 *
 * <p>The grant asks no one for consent. A client that needs the user's consent can reach by it only the protected APIs
 * of the token that it presents.
 *
 * @param roles the guard of the realm
 */
record UmaGuard(RoleGuard roles) {

    private static final String CONFIRMATION = "cnf";

    /**
     * The token that a request presents.
     *
     * @param encoded the token
     * @param asIdToken whether Keycloak will read it as an ID token
     * @param asBearer whether it is the credential of the request, whose key Keycloak requires
     */
    record Presented(String encoded, boolean asIdToken, boolean asBearer) {
        Class<? extends IDToken> type() {
            return asIdToken ? IDToken.class : AccessToken.class;
        }
    }

    /**
     * The content of the presented token.
     *
     * @param client the client id that it was issued to; null if it cannot be read
     * @param sessionId its session; null for one without
     * @param audiences its audiences
     * @param expiry when it expires, in seconds; null if it does not, or cannot be read
     */
    record Origin(
            @Nullable String client,
            @Nullable String sessionId,
            List<@Nullable String> audiences,
            @Nullable Long expiry) {

        /** The content of a token; null values cannot be read. */
        static Origin of(@Nullable IDToken token) {
            return token == null
                    ? new Origin(null, null, List.of(), null)
                    : new Origin(
                            token.getIssuedFor(), token.getSessionId(), ReservedClaims.audience(token), token.getExp());
        }
    }

    /** What the realm knows of the client and the session of an ID token. */
    interface Issuance {
        /** The client id, if there is such a client and it is enabled; otherwise null. */
        @Nullable
        String enabledClient();

        boolean isPublicClient();

        /** Whether the session has not ended, and is one with this client. */
        boolean hasSession();

        boolean isUserEnabled();

        /** The time, in seconds, before which tokens of the realm, the client or the user are revoked. */
        long notBefore();
    }

    /**
     * An answer's client.
     *
     * @param id the internal id
     * @param clientId the client id
     * @param needsConsent whether it needs the user's consent
     */
    record Recipient(String id, String clientId, boolean needsConsent) {}

    /**
     * The token that a request presents, as Keycloak's grant finds it.
     *
     * @param bearer the token in the header {@code Authorization}; null if there is none
     */
    static Optional<Presented> presented(@Nullable String bearer, Map<String, List<String>> form) {
        String claimToken = Grant.first(form, "claim_token");
        String format = Grant.first(form, "claim_token_format");
        boolean asIdToken = format == null
                ? claimToken != null
                : AuthorizationTokenService.CLAIM_TOKEN_FORMAT_ID_TOKEN.equalsIgnoreCase(format);
        String encoded =
                bearer != null ? bearer : asIdToken ? claimToken : Grant.first(form, OAuth2Constants.SUBJECT_TOKEN);
        return encoded == null ? Optional.empty() : Optional.of(new Presented(encoded, asIdToken, bearer != null));
    }

    /** Why the grant may not start from a token, before Keycloak checks it. */
    static Optional<Refusal> refusal(Presented presented, IDToken token, Function<IDToken, Issuance> issuance) {
        Optional<String> problem = presented.asIdToken()
                ? problem(token, issuance)
                : !presented.asBearer() && isBound(token)
                        ? Optional.of("is bound to a key, which this request does not prove")
                        : Optional.empty();
        return problem.map(wrong -> refusal(OAuthErrorException.INVALID_GRANT, "The token presented " + wrong));
    }

    private static boolean isBound(IDToken token) {
        return token instanceof AccessToken access
                ? access.getConfirmation() != null
                : token.getOtherClaims().containsKey(CONFIRMATION);
    }

    // The checks that Keycloak makes of an access token but not of an ID token.
    private static Optional<String> problem(IDToken token, Function<IDToken, Issuance> issuance) {
        if (!TokenUtil.TOKEN_TYPE_ID.equals(token.getType())) {
            return Optional.of("is not an ID token");
        }
        if (isBound(token)) {
            return Optional.of("is bound to a key, which this request does not prove");
        }
        Issuance known = issuance.apply(token);
        String client = known.enabledClient();
        if (client == null || !token.hasAudience(client)) {
            return Optional.of("is not for the client that it was issued to");
        }
        // Keycloak makes a refresh token from it each time, outside the rotation of the client's existing ones.
        if (known.isPublicClient()) {
            return Optional.of("is of a public client, which proves nothing by it; send an access token instead");
        }
        if (!known.hasSession()) {
            return Optional.of("is of a session that has ended");
        }
        if (!known.isUserEnabled()) {
            return Optional.of("is of a user who is disabled");
        }
        return token.getIat() == null || token.getIat() < known.notBefore()
                ? Optional.of("was revoked")
                : Optional.empty();
    }

    /**
     * Compares the answer with what was presented, immediately before it is signed.
     *
     * @param origin the presented token; null if there was none, and the client asks for itself
     * @param asking the client id of the requester; null if it is not known
     * @param recipient the required client of the answer; null if there is no such client
     * @param sessionId the user session of the answer
     * @param serviceAccountOf the internal id of the client whose service account the answer's user is; null if none
     * @return why it must not be issued: it is for another user or client, or reaches an API for which the user's
     *     consent is missing
     */
    Optional<Refusal> answer(
            AccessToken token,
            @Nullable Origin origin,
            @Nullable String asking,
            @Nullable Recipient recipient,
            String sessionId,
            @Nullable String serviceAccountOf) {
        if (recipient == null
                || !recipient.clientId().equals(token.getIssuedFor())
                || !isOf(origin == null ? null : origin.sessionId(), recipient, sessionId, serviceAccountOf)) {
            return Optional.of(refusal(
                            OAuthErrorException.UNAUTHORIZED_CLIENT,
                            "The token would not be for the user, the session and the client of the one presented")
                    .ofClient(asking));
        }
        return recipient.needsConsent() ? unconsented(token, origin, recipient) : Optional.empty();
    }

    private static boolean isOf(
            @Nullable String presented, Recipient recipient, String sessionId, @Nullable String serviceAccountOf) {
        return presented == null ? recipient.id().equals(serviceAccountOf) : presented.equals(sessionId);
    }

    private Optional<Refusal> unconsented(AccessToken token, @Nullable Origin origin, Recipient recipient) {
        List<String> before = roles.protectedAmong(origin == null ? List.of() : origin.audiences()).stream()
                .map(ProtectedApi::clientId)
                .toList();
        return roles.protectedAmong(ReservedClaims.audience(token)).stream()
                .filter(api -> !before.contains(api.clientId()))
                .findFirst()
                .map(api -> refusal(
                                OAuthErrorException.ACCESS_DENIED,
                                "This client needs the user's consent for " + api.audience()
                                        + "; sign the user in with a scope that has this audience")
                        .about("audience", api.audience())
                        .ofClient(recipient.clientId()));
    }

    private static Refusal refusal(String error, String text) {
        return Refusal.by(RuleId.TOKEN_SUBJECT, EnforcementPoint.TOKEN, EventType.PERMISSION_TOKEN, error, text)
                .with(Details.GRANT_TYPE, OAuth2Constants.UMA_GRANT_TYPE);
    }
}
