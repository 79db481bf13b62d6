package io.caregate.policy.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which clients must send a PKCE challenge (RFC 7636), and with which method. */
public enum PkceRule {
    /** Public clients must, others may; {@code plain} is refused for all. The default. */
    PUBLIC,
    /** Every client must. */
    ALL,
    /** No client must; {@code plain} is still refused, since it protects nothing (RFC 9700 section 2.1.1). */
    OFF;

    /** The one method that is served. */
    public static final String METHOD = "S256";

    /**
     * The problem with the PKCE parameters of an authorization request for a code, as a sentence; empty if there is
     * none.
     */
    public Optional<String> check(boolean publicClient, @Nullable String challenge, @Nullable String method) {
        boolean sent = challenge != null && !challenge.isEmpty();
        if (!sent) {
            boolean needed = this == ALL || (this == PUBLIC && publicClient);
            if (needed) {
                return Optional.of(
                        "Missing parameter: code_challenge; send one with code_challenge_method=S256 (RFC 7636)");
            }
            return method == null || method.isEmpty() || method.equals(METHOD)
                    ? Optional.empty()
                    : Optional.of("code_challenge_method must be S256");
        }
        // RFC 7636 section 4.3: an absent method means plain.
        return METHOD.equals(method)
                ? Optional.empty()
                : Optional.of("code_challenge_method must be S256; plain is not served");
    }
}
