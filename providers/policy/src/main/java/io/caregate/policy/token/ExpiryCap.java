package io.caregate.policy.token;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.keycloak.representations.JsonWebToken;

/** Shortens the life of a token to what the protected APIs among its audiences allow. */
final class ExpiryCap {
    /** How long Keycloak may have taken since it wrote {@code iat} into a new token. */
    private static final long MOMENT_SECONDS = 5;

    private ExpiryCap() {}

    /**
     * Caps a token.
     *
     * @param now the time in seconds
     * @return the latest expiry in seconds that it may have, or {@link VettedTokens#ANY_EXPIRY}
     */
    static long apply(JsonWebToken token, List<ProtectedApi> apis, long now) {
        if (apis.isEmpty()) {
            return VettedTokens.ANY_EXPIRY;
        }
        Duration most = apis.stream()
                .map(ProtectedApi::lifespan)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        long latest = start(token, now) + most.toSeconds();
        apply(token, latest);
        return latest;
    }

    /** When the life of a token begins: a new one's with its {@code iat}, an older one's answer now. */
    static long start(JsonWebToken token, long now) {
        Long issued = token.getIat();
        return issued != null && issued <= now && issued >= now - MOMENT_SECONDS ? issued : now;
    }

    /** Caps a token to a time in seconds. */
    static void apply(JsonWebToken token, long latest) {
        Long expiry = token.getExp();
        if (expiry == null || expiry == 0 || expiry > latest) {
            token.exp(latest);
        }
    }
}
