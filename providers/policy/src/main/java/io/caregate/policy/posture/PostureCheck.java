package io.caregate.policy.posture;

/**
 * The settings that are checked although no rule forbids them. The id is API: it appears in reports, and people filter
 * by it.
 */
public enum PostureCheck {
    ACCESS_TOKEN_LIFESPAN(
            "access-token-lifespan",
            "An access token is good until it expires, even if its user has been locked out; RFC 6750 section 5.3 asks"
                    + " for short lives."),
    SESSION_LIFESPAN(
            "session-lifespan",
            "An open session is good for anyone who finds it; NIST SP 800-63B section 4.2.3 asks for a new sign-in"
                    + " after 12 hours, and after 30 minutes without use."),
    OFFLINE_SESSION(
            "offline-session",
            "An offline session without a limit lives as long as it is used, and so does a stolen token."),
    BRUTE_FORCE(
            "brute-force",
            "Without a limit on failed sign-ins, passwords can be guessed (NIST SP 800-63B section 5.2.2)."),
    REFRESH_TOKEN_REUSE(
            "refresh-token-reuse",
            "A refresh token that is good once shows its theft, as the second use is noticed (RFC 9700 section"
                    + " 4.14.2)."),
    DEFAULT_ROLE("default-role", "A role that every account has, a new one too, admits everybody."),
    SECOND_FACTOR(
            "administrator-second-factor",
            "An administrator's password alone opens the realm, and every account in it."),
    CLIENT_OWNER("client-owner", "If a client misbehaves, the operators must know whom to ask."),
    IDENTITY_MAPPER(
            "identity-mapper",
            "A claim that says whom a token is for must come from Keycloak, or an API takes one person for another.");

    private final String id;
    private final String reason;

    PostureCheck(String id, String reason) {
        this.id = id;
        this.reason = reason;
    }

    /** The name that people see and filter by. */
    public String id() {
        return id;
    }

    /** A sentence or two on why it is checked. */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return id;
    }
}
