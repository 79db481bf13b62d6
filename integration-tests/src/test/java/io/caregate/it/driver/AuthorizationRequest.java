package io.caregate.it.driver;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * An authorization request, valid by default: code flow, PKCE with S256, state, nonce, and the client's first redirect
 * URI. A test makes it invalid with {@link #parameter} and {@link #without}.
 */
public final class AuthorizationRequest {
    private final URI endpoint;
    private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();
    private final Map<String, String> parameters = new LinkedHashMap<>();

    AuthorizationRequest(URI endpoint, TestClient client) {
        this.endpoint = endpoint;
        parameters.put("client_id", client.id());
        parameters.put("response_type", "code");
        parameters.put(
                "redirect_uri", client.json().path("redirectUris").path(0).asText(""));
        parameters.put("scope", "openid");
        parameters.put("state", UUID.randomUUID().toString());
        parameters.put("nonce", UUID.randomUUID().toString());
        parameters.put("code_challenge", s256(verifier));
        parameters.put("code_challenge_method", "S256");
    }

    public AuthorizationRequest redirectUri(String uri) {
        return parameter("redirect_uri", uri);
    }

    /** Scopes in addition to {@code openid}. */
    public AuthorizationRequest scope(String... scopes) {
        return parameter(
                "scope", String.join(" ", "openid", String.join(" ", scopes)).strip());
    }

    public AuthorizationRequest responseType(String type) {
        return parameter("response_type", type);
    }

    public AuthorizationRequest prompt(String prompt) {
        return parameter("prompt", prompt);
    }

    public AuthorizationRequest parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    public AuthorizationRequest without(String... names) {
        for (String name : names) {
            parameters.remove(name);
        }
        return this;
    }

    public AuthorizationRequest withoutPkce() {
        return without("code_challenge", "code_challenge_method");
    }

    /** The PKCE verifier for the challenge. */
    public String verifier() {
        return verifier;
    }

    public String redirectUri() {
        return parameters.getOrDefault("redirect_uri", "");
    }

    public String state() {
        return parameters.getOrDefault("state", "");
    }

    /** The parameters, to be pushed (PAR) or put into a request object. */
    public Map<String, String> parameters() {
        return new LinkedHashMap<>(parameters);
    }

    /** The address that the browser opens. */
    public URI uri() {
        return URI.create(endpoint + "?" + Http.encode(parameters));
    }

    private static String s256(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
