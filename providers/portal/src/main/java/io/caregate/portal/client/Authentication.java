package io.caregate.portal.client;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a client authenticates. */
public enum Authentication {
    /** Not at all: the client is public. */
    @JsonProperty("none")
    NONE("client-secret"),
    @JsonProperty("secret")
    SECRET("client-secret"),
    /** {@code private_key_jwt} (RFC 7523). */
    @JsonProperty("keys")
    KEYS("client-jwt");

    private final String authenticator;

    Authentication(String authenticator) {
        this.authenticator = authenticator;
    }

    /** The id of Keycloak's authenticator. */
    String authenticator() {
        return authenticator;
    }
}
