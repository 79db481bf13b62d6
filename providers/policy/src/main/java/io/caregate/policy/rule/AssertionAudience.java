package io.caregate.policy.rule;

/** The addresses of a realm that a client assertion may name as its audience. */
public enum AssertionAudience {
    /** The issuer or the token endpoint, which SMART App Launch requires. The default. */
    ISSUER_OR_TOKEN_ENDPOINT,
    /**
     * The issuer alone (draft-ietf-oauth-rfc7523bis section 4). A malicious server can claim this realm's token
     * endpoint as its own, and would then receive assertions that this realm accepts.
     */
    ISSUER
}
