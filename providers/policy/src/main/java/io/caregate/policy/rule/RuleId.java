package io.caregate.policy.rule;

/**
 * The rules of the pack. The id is API: it stands in error texts, in event details, in metrics and in the documents.
 */
public enum RuleId {
    /** No token leaves the authorization endpoint (RFC 9700 section 2.1.2). */
    NO_IMPLICIT_GRANT("no-implicit-grant"),
    /** The resource owner password credentials grant is off (RFC 9700 section 2.4). */
    NO_PASSWORD_GRANT("no-password-grant"),
    /** Redirect URIs are compared character for character (RFC 9700 section 2.1). */
    EXACT_REDIRECT_URI("exact-redirect-uri"),
    /** CORS is answered for exactly registered origins. */
    EXACT_WEB_ORIGIN("exact-web-origin"),
    /** A code is bound to its requester by PKCE with S256 (RFC 7636, RFC 9700 section 2.1.1). */
    PKCE_S256("pkce-s256"),
    /** A token for a protected API needs a subject that holds the role. */
    REQUIRED_ROLE("required-role"),
    /** A client that authenticates by a signed assertion signs one for this realm, and for one request (RFC 7523). */
    CLIENT_ASSERTION("client-assertion");

    private final String id;

    RuleId(String id) {
        this.id = id;
    }

    /** The name that users, auditors and dashboards see. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
