package io.caregate.portal.problem;

import java.util.Locale;

/** The reasons why a call can fail. The codes are API; each has a title and a detail in the text files. */
public enum ProblemType {
    TOKEN_MISSING(401),
    TOKEN_INVALID(401),
    TLS_REQUIRED(403),
    ROLE_MISSING(403),
    /** The token was issued to another application, which its user has not asked to manage clients. */
    FOREIGN_TOKEN(403),
    /** What the caller asks for needs a sign-in of this moment. */
    SIGN_IN_AGAIN(403),
    REGISTRATION_CLOSED(403),
    /** A user decides on their own request. */
    OWN_REQUEST(403),
    /** An approver whom Keycloak does not let map the role. */
    MAY_NOT_ASSIGN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    MALFORMED(400),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    INVALID_CLIENT(422),
    LIMIT_REACHED(409),
    TOO_MANY(429),
    REQUEST_PENDING(409),
    NOT_PENDING(409),
    /** The requester is gone, disabled or no longer a developer. */
    REQUESTER_GONE(409),
    SECRET_COLLECTED(409),
    /** The request has not created a client, or that client is gone. */
    NO_CLIENT(409),
    NO_SECRET(409),
    NO_KEYS(409),
    CLIENT_CHANGED(409),
    /** The client is not what it was when the change was requested: said to the approver. */
    REQUEST_OUTDATED(409),
    CONDITION_MISSING(428),
    CONFLICT(409),
    SERVER_ERROR(500);

    private final int status;

    ProblemType(int status) {
        this.status = status;
    }

    /** The HTTP status, unless the call specifies another. */
    public int status() {
        return status;
    }

    /** The stable name, in kebab-case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
