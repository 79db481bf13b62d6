package io.caregate.it.driver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The OAuth and OpenID Connect endpoints of a realm, as a client calls them. Every method returns the answer. */
public final class Oidc {
    private final URI issuer;

    public Oidc(URI issuer) {
        this.issuer = issuer;
    }

    public URI issuer() {
        return issuer;
    }

    /** An address below {@code protocol/openid-connect/}, for example {@code token}. */
    public URI endpoint(String name) {
        return URI.create(issuer + "/protocol/openid-connect/" + name);
    }

    public Answer openIdConfiguration() {
        return get("/.well-known/openid-configuration");
    }

    public Answer oauthAuthorizationServer() {
        return get("/.well-known/oauth-authorization-server");
    }

    /** A GET below the realm's address, without a token. */
    public Answer get(String path) {
        return Http.send(Http.request(URI.create(issuer + path)));
    }

    /** A GET below the realm's address with a bearer token. */
    public Answer get(String path, String accessToken) {
        return Http.send(bearer(Http.request(URI.create(issuer + path)), accessToken));
    }

    public AuthorizationRequest authorization(TestClient client) {
        return new AuthorizationRequest(endpoint("auth"), client);
    }

    /** The token endpoint, with the client's id and secret added to the form. */
    public Answer token(TestClient client, Map<String, String> form) {
        return post("token", client, form);
    }

    /** The same, as a script of this origin sends it. */
    public Answer tokenFromOrigin(TestClient client, String origin, Map<String, String> form) {
        return Http.send(
                Http.formPost(endpoint("token"), authenticated(client, form)).header("Origin", origin));
    }

    public Answer code(TestClient client, AuthorizationRequest request, String code) {
        return token(
                client,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        request.redirectUri(),
                        "code_verifier",
                        request.verifier()));
    }

    public Answer refresh(TestClient client, String refreshToken) {
        return token(client, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    public Answer clientCredentials(TestClient client, String... scopes) {
        return token(client, withScope(Map.of("grant_type", "client_credentials"), scopes));
    }

    public Answer password(TestClient client, String username, String password, String... scopes) {
        return token(
                client,
                withScope(Map.of("grant_type", "password", "username", username, "password", password), scopes));
    }

    // An empty scope parameter is an error in itself.
    private static Map<String, String> withScope(Map<String, String> form, String... scopes) {
        if (scopes.length == 0) {
            return form;
        }
        var scoped = new LinkedHashMap<>(form);
        scoped.put("scope", String.join(" ", scopes));
        return scoped;
    }

    /** Standard token exchange (RFC 8693) of an access token for one with the audience. */
    public Answer exchange(TestClient client, String subjectToken, Map<String, String> more) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.put("subject_token", subjectToken);
        form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
        form.putAll(more);
        return token(client, form);
    }

    /** Begins the device grant (RFC 8628). The answer has {@code device_code} and {@code verification_uri_complete}. */
    public Answer device(TestClient client, String... scopes) {
        return post("auth/device", client, Map.of("scope", String.join(" ", scopes)));
    }

    public Answer deviceToken(TestClient client, String deviceCode) {
        return token(
                client,
                Map.of("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", deviceCode));
    }

    /** Begins CIBA in poll mode. The answer has {@code auth_req_id}. */
    public Answer ciba(TestClient client, String loginHint, String... scopes) {
        return post(
                "ext/ciba/auth",
                client,
                Map.of("login_hint", loginHint, "scope", ("openid " + String.join(" ", scopes)).strip()));
    }

    public Answer cibaToken(TestClient client, String authReqId) {
        return token(client, Map.of("grant_type", "urn:openid:params:grant-type:ciba", "auth_req_id", authReqId));
    }

    /** Pushes an authorization request (RFC 9126). The answer has {@code request_uri}. */
    public Answer push(TestClient client, AuthorizationRequest request) {
        return post("ext/par/request", client, request.parameters());
    }

    /** Keycloak gives the details only to a client in the token's audience. Any other gets {@code active: false}. */
    public Answer introspect(TestClient client, String token) {
        return post("token/introspect", client, Map.of("token", token));
    }

    /**
     * The same, with a JWT in addition to the answer, for a token of this kind. Only a client that is configured for it
     * gets one.
     */
    public Answer introspectForJwt(TestClient client, String token, String hint) {
        return Http.send(Http.formPost(
                        endpoint("token/introspect"),
                        authenticated(client, Map.of("token", token, "token_type_hint", hint)))
                .header("Accept", "application/jwt"));
    }

    public Answer revoke(TestClient client, String token) {
        return post("revoke", client, Map.of("token", token));
    }

    public Answer userinfo(String accessToken) {
        return Http.send(bearer(Http.request(endpoint("userinfo")), accessToken));
    }

    /** Any endpoint, with the client's id and secret added to the form. */
    public Answer post(String endpoint, TestClient client, Map<String, String> form) {
        return post(endpoint, authenticated(client, form));
    }

    private static Map<String, String> authenticated(TestClient client, Map<String, String> form) {
        var complete = new LinkedHashMap<String, String>();
        complete.put("client_id", client.id());
        String secret = client.secret();
        if (secret != null) {
            complete.put("client_secret", secret);
        }
        complete.putAll(form);
        return complete;
    }

    /** Any endpoint, with only this form. */
    public Answer post(String endpoint, Map<String, String> form) {
        return Http.send(Http.formPost(endpoint(endpoint), form));
    }

    /** The end-session address with these parameters, for a browser. */
    public URI logoutUri(Map<String, String> parameters) {
        return URI.create(endpoint("logout") + "?" + Http.encode(parameters));
    }

    /** Dynamic client registration (RFC 7591) without a token. */
    public Answer registerAnonymously(Object metadata) {
        return Http.send(Http.request(URI.create(issuer + "/clients-registrations/openid-connect"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Http.json(metadata))));
    }

    /** Dynamic client registration (RFC 7591), with an initial access token or an access token. */
    public Answer register(String token, Object metadata) {
        return Http.send(bearer(Http.request(URI.create(issuer + "/clients-registrations/openid-connect")), token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        metadata instanceof String text ? text : Http.json(metadata))));
    }

    /** Registration in Keycloak's own form of a client, with an initial access token. */
    public Answer registerInOwnForm(String token, Object client) {
        return Http.send(bearer(Http.request(URI.create(issuer + "/clients-registrations/default")), token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Http.json(client))));
    }

    /** Changes a client that was registered in this way, with its registration access token. */
    public Answer changeInOwnForm(String token, String clientId, Object client) {
        return Http.send(bearer(Http.request(URI.create(issuer + "/clients-registrations/default/" + clientId)), token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(Http.json(client))));
    }

    /** The claims of a JWT, without checking its signature. */
    public static JsonNode claims(String jwt) {
        try {
            return Http.JSON.readTree(
                    new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static HttpRequest.Builder bearer(HttpRequest.Builder request, String accessToken) {
        return request.header("Authorization", "Bearer " + accessToken);
    }
}
