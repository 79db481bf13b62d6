package io.caregate.policy.rule;

import java.util.Map;
import java.util.Optional;

/** The client attribute {@value #ATTRIBUTE}, which names the one PKCE method (RFC 7636 section 4.3) of a client. */
public final class PkceMethod {

    /** Keycloak's client attribute; empty or absent leaves the method to the request. */
    public static final String ATTRIBUTE = "pkce.code.challenge.method";

    private static final String PLAIN = "plain";

    private PkceMethod() {}

    /** The problem with a client that was stored with these attributes. A write is not refused for it. */
    public static Optional<Finding> check(Map<String, String> attributes) {
        return PLAIN.equals(attributes.get(ATTRIBUTE))
                ? Optional.of(new Finding(
                        RuleId.PKCE_S256,
                        "attributes." + ATTRIBUTE,
                        PLAIN,
                        "the client may only send plain, which is refused, so nobody can sign in",
                        "set it to S256"))
                : Optional.empty();
    }
}
