package io.caregate.policy.request;

import org.jspecify.annotations.Nullable;

/** Valid clients and requests; each test changes one thing. */
final class TestRequests {

    static final String CALLBACK = "https://app.example/cb";

    private TestRequests() {}

    static RequestingClient confidential() {
        return new RequestingClient("app", true, false, false, null, false);
    }

    static RequestingClient publicApp() {
        return new RequestingClient("app", true, false, true, null, false);
    }

    static RequestingClient withoutIssuer() {
        return new RequestingClient("app", true, false, false, null, true);
    }

    /** A request of a confidential client for a code. */
    static AuthorizationParameters to(@Nullable String redirectUri) {
        return new AuthorizationParameters(redirectUri, "code", null, null, null, "x");
    }

    static AuthorizationParameters of(@Nullable String responseType, @Nullable String responseMode) {
        return new AuthorizationParameters(CALLBACK, responseType, responseMode, null, null, "x");
    }

    static AuthorizationParameters pkce(@Nullable String challenge, @Nullable String method) {
        return new AuthorizationParameters(CALLBACK, "code", null, challenge, method, "x");
    }
}
