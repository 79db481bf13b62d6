package io.caregate.policy.token;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.keycloak.representations.JsonWebToken;

/** Shortens the lifespan of a token to the limit of the protected APIs among its audiences. */
final class ExpiryCap {
    /** How long Keycloak may have taken since it wrote {@code iat} into a new token. */
    private static final long MOMENT_SECONDS = 5;

    private ExpiryCap() {}

    /**
     * Caps a token.
     *
     * @param now the time in seconds
     * @return its latest permitted expiry in seconds, or {@link VettedTokens#ANY_EXPIRY}
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

    /** The start of a token's lifespan: a new one's is its {@code iat}, an older one's answer starts now. */
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
