package io.caregate.policy.token;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.representations.JsonWebToken;

/** Shortens the life of a token to what the protected APIs among its audiences allow. */
final class ExpiryCap {

    private ExpiryCap() {}

    /** Caps a token; answers the latest expiry in seconds that it may have, or {@link VettedTokens#ANY_EXPIRY}. */
    static long apply(JsonWebToken token, List<ProtectedApi> apis) {
        if (apis.isEmpty()) {
            return VettedTokens.ANY_EXPIRY;
        }
        Duration most = apis.stream()
                .map(ProtectedApi::lifespan)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        long latest = Time.currentTimeSeconds() + most.toSeconds();
        apply(token, latest);
        return latest;
    }

    /** Caps a token to a time. */
    static void apply(JsonWebToken token, long latest) {
        if (isLonger(token, latest)) {
            token.exp(latest);
        }
    }

    /** Whether a token would live longer. */
    static boolean isLonger(JsonWebToken token, long latest) {
        Long expiry = token.getExp();
        return expiry == null || expiry == 0 || expiry > latest;
    }
}
