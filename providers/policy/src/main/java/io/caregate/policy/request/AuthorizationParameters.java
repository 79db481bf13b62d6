package io.caregate.policy.request;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of one authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3) as Keycloak has parsed
 * them, or as the login that began with them still holds them.
 *
 * @param redirectUri where Keycloak would answer
 */
record AuthorizationParameters(
        @Nullable String redirectUri,
        @Nullable String responseType,
        @Nullable String responseMode,
        @Nullable String codeChallenge,
        @Nullable String codeChallengeMethod,
        @Nullable String state) {}
