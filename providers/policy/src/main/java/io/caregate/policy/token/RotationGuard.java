package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/**
 * A refresh token of a public client can be used once (RFC 9700 section 4.14.2), whatever the realm says. Each refresh
 * names the next token in its line; any other token of that line is an old one that was kept. It is impossible to tell
 * which of the two holders is the thief, so a use of an old token ends the client's session, and the user signs in
 * again. A {@link RefreshLine} distinguishes simultaneous uses on any nodes.
 *
 * <p>A token that is bound to a key of its client (RFC 8705, RFC 9449) is useless to a thief and may be used again.
 */
final class RotationGuard {
    /** The claim of a refresh token with the id of the first token of its line. */
    static final String LINE = "caregate_line";

    private static final String NONE = "none";
    private static final long FOREVER_SECONDS = Duration.ofDays(3650).toSeconds();

    private RotationGuard() {}

    /**
     * Whether a token is bound to a key that Keycloak has just required. Keycloak 26.6 requires no proof of the key
     * once its feature {@code dpop} is off, and no version a certificate once the client's setting is off.
     *
     * @param hasProof whether the request has a proof (RFC 9449) that Keycloak has verified
     */
    static boolean isBound(RefreshToken token, boolean hasProof, BooleanSupplier asksForCertificate) {
        AccessToken.Confirmation key = token.getConfirmation();
        return key != null && (key.getKeyThumbprint() != null ? hasProof : asksForCertificate.getAsBoolean());
    }

    /** The name of the line of a token: the id of its first token. */
    static String line(RefreshToken token) {
        Object line = token.getOtherClaims().get(LINE);
        return line == null ? token.getId() : line.toString();
    }

    /** Lets the next token continue a line, if there is one; returns its id, or the value that stands for none. */
    static String continued(@Nullable RefreshToken next, String line) {
        if (next == null) {
            return NONE;
        }
        next.getOtherClaims().put(LINE, line);
        return next.getId();
    }

    /**
     * The number of seconds for which a token can still be used.
     *
     * @param now the time in seconds
     */
    static long secondsLeft(RefreshToken token, long now) {
        Long expiry = token.getExp();
        return expiry == null || expiry == 0 ? FOREVER_SECONDS : Math.max(1, expiry - now);
    }

    /** The refusal of a token that was used before. */
    static Refusal refusal(RefreshToken presented, String clientId, @Nullable String userId) {
        return Refusal.by(
                        RuleId.REFRESH_ROTATION,
                        EnforcementPoint.REFRESH,
                        EventType.REFRESH_TOKEN,
                        OAuthErrorException.INVALID_GRANT,
                        "The refresh token was used before; sign in again, and keep only the newest refresh token")
                .ofClient(clientId)
                .ofUser(userId)
                .with("refresh_token_id", presented.getId());
    }

    /**
     * Prevents a public client from turning access tokens into refresh tokens: each would start another line, even
     * after a reuse has ended the first one. Keycloak's legacy token exchange does that unless another type is
     * requested.
     *
     * @param form the form of the exchange; the values that it leaves open are set
     */
    static Optional<Refusal> exchange(String clientId, Map<String, List<String>> form) {
        String requested = Grant.first(form, OAuth2Constants.REQUESTED_TOKEN_TYPE);
        if (requested == null) {
            form.put(OAuth2Constants.REQUESTED_TOKEN_TYPE, new ArrayList<>(List.of(OAuth2Constants.ACCESS_TOKEN_TYPE)));
            return Optional.empty();
        }
        return requested.equals(OAuth2Constants.REFRESH_TOKEN_TYPE)
                ? Optional.of(derived(EventType.TOKEN_EXCHANGE, OAuthErrorException.INVALID_REQUEST)
                        .ofClient(clientId))
                : Optional.empty();
    }

    /** Lets a token end when another one does, if that is earlier. */
    static void endWith(AccessToken token, @Nullable Long expiry) {
        Long own = token.getExp();
        if (expiry != null && expiry > 0 && (own == null || own == 0 || own > expiry)) {
            token.exp(expiry);
        }
    }

    /** The refusal of a refresh token that is made from an access token. */
    static Refusal derived(EventType event, String error) {
        return Refusal.by(
                RuleId.REFRESH_ROTATION,
                event == EventType.REFRESH_TOKEN ? EnforcementPoint.REFRESH : EnforcementPoint.TOKEN,
                event,
                error,
                "A public client gets no refresh token for an access token");
    }
}
