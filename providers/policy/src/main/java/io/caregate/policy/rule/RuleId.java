package io.caregate.policy.rule;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of the pack. The id is API: it appears in error texts, in event details, in metrics and in the documents.
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
    /** Every answer of the authorization endpoint names its issuer (RFC 9207, RFC 9700 section 2.1). */
    ISSUER_IN_RESPONSE("issuer-in-response"),
    /** A refresh token of a public client can be used once (RFC 9700 section 2.2.2). */
    REFRESH_ROTATION("refresh-rotation"),
    /** A client that authenticates by a signed assertion signs one for this realm, and for one request (RFC 7523). */
    CLIENT_ASSERTION("client-assertion"),
    /** A token for a protected API needs a subject that holds the role. */
    REQUIRED_ROLE("required-role"),
    /** A token names the user, client and session that it was issued for, and no one else. */
    TOKEN_SUBJECT("token-subject");

    private final String id;

    RuleId(String id) {
        this.id = id;
    }

    /** The name that users, auditors and dashboards see. */
    public String id() {
        return id;
    }

    /** The rule by its id; empty if no rule has that name. */
    public static Optional<RuleId> of(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id.equals(id)).findFirst();
    }

    /** The rule's name, at the end of a refusal. */
    public String reference() {
        return references(List.of(this));
    }

    /** The names of rules, at the end of refusals: {@code (id, id)}. */
    public static String references(Collection<RuleId> rules) {
        return rules.stream().distinct().sorted().map(RuleId::id).collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public String toString() {
        return id;
    }
}
