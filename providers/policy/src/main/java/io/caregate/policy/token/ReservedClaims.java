package io.caregate.policy.token;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.rule.ReservedClaim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.JsonWebToken;

/**
 * {@link ReservedClaim Claims that Keycloak sets itself} and that some of its role and group mappers write a second
 * time. If JSON has the same name twice, many readers take the last value (RFC 8259 section 4): a forged audience or
 * expiry.
 */
final class ReservedClaims {

    private static final ServerLog LOG = ServerLog.of(ReservedClaims.class);

    private ReservedClaims() {}

    /** Removes such second claims from a token that is not yet signed. */
    static void removeForged(JsonWebToken token) {
        Map<String, Object> others = token.getOtherClaims();
        if (others != null && others.keySet().removeAll(ReservedClaim.NAMES)) {
            LOG.warnf(
                    "A protocol mapper of client=%s writes a claim that only Keycloak may set; it is left out",
                    token.getIssuedFor());
        }
    }

    /**
     * A new list of every audience that a reader could find in a token, in the claim or in a second one of that name.
     */
    static List<@Nullable String> audiences(JsonWebToken token) {
        @Nullable
        Object second =
                token.getOtherClaims() == null ? null : token.getOtherClaims().get(ReservedClaim.AUDIENCE);
        List<@Nullable String> audiences = new ArrayList<>(audience(token));
        if (second instanceof Collection<?> many) {
            many.forEach(name -> audiences.add(String.valueOf(name)));
        } else if (second != null) {
            audiences.add(second.toString());
        }
        return audiences;
    }

    /** The audience as Keycloak sets it: the claim alone. */
    static List<@Nullable String> audience(JsonWebToken token) {
        return token.getAudience() == null ? List.of() : Arrays.asList(token.getAudience());
    }
}
