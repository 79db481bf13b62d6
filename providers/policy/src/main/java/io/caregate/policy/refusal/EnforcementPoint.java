package io.caregate.policy.refusal;

import org.keycloak.events.EventType;

/**
 * The moments at which Keycloak asks the pack. The label is API: it appears in metrics, in events of a failed guard and
 * in the findings report.
 */
public enum EnforcementPoint {
    /** A client is written, by any path. */
    CLIENT_WRITE("client-write", EventType.CLIENT_UPDATE, false),
    /** The authorization endpoint, before a user signs in. */
    AUTHORIZATION("authorization", EventType.LOGIN, true),
    /** The pushed authorization request endpoint (RFC 9126). */
    PUSHED_AUTHORIZATION("pushed-authorization", EventType.PUSHED_AUTHORIZATION_REQUEST, false),
    /** The end of a login, before a code is issued, and every error returned to a client. */
    LOGIN("login", EventType.LOGIN, true),
    /** The end-session endpoint. */
    LOGOUT("logout", EventType.LOGOUT, true),
    /** A SAML request, and every answer to a service provider. */
    SAML("saml", EventType.LOGIN, true),
    /** A request of a script from another origin. */
    CORS("cors", EventType.LOGIN, false),
    /** The session iframe (OpenID Connect Session Management section 3). */
    SESSION_IFRAME("session-iframe", EventType.LOGIN, false),
    /** The password grant at the token endpoint. */
    PASSWORD_GRANT("password-grant", EventType.LOGIN, false),
    /** A client that authenticates by a signed assertion, at any endpoint. */
    CLIENT_AUTHENTICATION("client-authentication", EventType.CLIENT_LOGIN, false),
    /** Every access token of every grant, before it is signed. */
    TOKEN("token", EventType.CODE_TO_TOKEN, false),
    /** The answer to a refresh token. */
    REFRESH("refresh", EventType.REFRESH_TOKEN, false),
    /** Introspection (RFC 7662). */
    INTROSPECTION("introspection", EventType.INTROSPECT_TOKEN, false),
    /** The userinfo endpoint. */
    USERINFO("userinfo", EventType.USER_INFO_REQUEST, false),
    /** Every JWT that a key of the realm signs, whatever made it. */
    SIGNING("signing", EventType.CLIENT_INFO, false),
    /** The well-known documents. */
    METADATA("metadata", EventType.CLIENT_INFO, false);

    private final String label;
    private final EventType event;
    private final boolean inBrowser;

    EnforcementPoint(String label, EventType event, boolean inBrowser) {
        this.label = label;
        this.event = event;
        this.inBrowser = inBrowser;
    }

    /** The name that metrics and the findings report show. */
    public String label() {
        return label;
    }

    /** The event whose error says that this hook's guard has failed. */
    EventType event() {
        return event;
    }

    /** Whether a person sees the answer, so that it has to be a page. */
    boolean isInBrowser() {
        return inBrowser;
    }
}
