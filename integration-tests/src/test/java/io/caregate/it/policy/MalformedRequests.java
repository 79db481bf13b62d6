package io.caregate.it.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Requests that are valid except for one to three errors, the same ones for the same seed. */
final class MalformedRequests {
    private static final String REDIRECT_URI = "https://fuzz.example.org/callback";
    /** A value of each type, texts more often than others. */
    private static final List<String> TYPES = List.of("\"", "\"", "\"", "[", "{", "true", "0");

    /**
     * Not among them: defaultRoles, since RESTEasy answers 500 to a string for the array before any policy runs, and
     * the fields of authorization services, where ResourceServerService throws for many settings.
     */
    private static final Map<String, List<String>> CLIENT_FIELDS = Map.of(
            "\"",
            words("id clientId name description type rootUrl adminUrl baseUrl clientAuthenticatorType secret"
                    + " registrationAccessToken protocol origin unknownField"),
            "[",
            words("redirectUris webOrigins defaultClientScopes optionalClientScopes protocolMappers"),
            "{",
            words("attributes authenticationFlowBindingOverrides registeredNodes access"),
            "true",
            words("surrogateAuthRequired enabled alwaysDisplayInConsole bearerOnly consentRequired standardFlowEnabled"
                    + " implicitFlowEnabled directAccessGrantsEnabled serviceAccountsEnabled publicClient"
                    + " frontchannelLogout fullScopeAllowed"),
            "0",
            words("notBefore nodeReRegistrationTimeout"));

    private static final List<String> ATTRIBUTES = words(
            "access.token.lifespan client.session.max.lifespan pkce.code.challenge.method post.logout.redirect.uris"
                    + " request.uris jwks.url use.jwks.url jwks.string use.jwks.string backchannel.logout.url"
                    + " default.acr.values minimum.acr.value x509.subjectdn saml.allow.ecp.flow"
                    + " saml_assertion_consumer_url_post saml_name_id_format ciba.backchannel.token.delivery.mode"
                    + " caregate.environment caregate.required-roles caregate.max-token-lifespan"
                    + " request.object.signature.alg id.token.signed.response.alg tls.client.certificate.bound"
                    + " client.secret.creation.time client.secret.rotated logoUri policyUri login_theme"
                    + " oauth2.device.authorization.grant.enabled acr.loa.map unknown");

    private static final Map<String, List<String>> METADATA = Map.of(
            "\"",
            words("token_endpoint_auth_method token_endpoint_auth_signing_alg client_id client_secret client_name"
                    + " client_uri logo_uri scope tos_uri policy_uri jwks_uri software_id software_version"
                    + " software_statement sector_identifier_uri id_token_signed_response_alg"
                    + " id_token_encrypted_response_alg userinfo_signed_response_alg request_object_signing_alg"
                    + " initiate_login_uri backchannel_logout_uri application_type tls_client_auth_subject_dn"
                    + " frontchannel_logout_uri subject_type registration_access_token"
                    + " registration_client_uri unknown_field"),
            "[",
            words("redirect_uris grant_types response_types contacts default_acr_values request_uris"
                    + " post_logout_redirect_uris"),
            "{",
            words("unknown_object jwks"),
            "true",
            words("require_auth_time backchannel_logout_session_required dpop_bound_access_tokens"
                    + " require_pushed_authorization_requests"),
            "0",
            words("default_max_age client_secret_expires_at client_id_issued_at"));

    private static final List<String> AUTHORIZATION_PARAMETERS =
            words("client_id redirect_uri response_type response_mode scope state nonce code_challenge"
                    + " code_challenge_method prompt max_age acr_values ui_locales login_hint id_token_hint claims"
                    + " display kc_idp_hint kc_action kc_locale dpop_jkt resource authorization_details"
                    + " request request_uri unknown");
    private static final List<String> GRANTS = List.of(
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "password",
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:openid:params:grant-type:ciba",
            "urn:ietf:params:oauth:grant-type:uma-ticket",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:ietf:params:oauth:grant-type:saml2-bearer",
            "unknown");
    private static final List<String> TOKEN_PARAMETERS =
            words("grant_type client_id client_secret client_assertion client_assertion_type code redirect_uri"
                    + " code_verifier refresh_token scope username password device_code auth_req_id"
                    + " subject_token subject_token_type actor_token requested_token_type requested_issuer"
                    + " requested_subject audience resource ticket permission claim_token claim_token_format"
                    + " rpt assertion permission_resource_format response_mode unknown");
    /**
     * Not among them: no type at all, a type without a slash, an unknown charset, a boundary that never comes. RESTEasy
     * answers 500 to these before it calls Keycloak, with and without the pack.
     */
    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "text/plain",
            "application/xml",
            "multipart/form-data",
            "application/x-www-form-urlencoded; charset=utf-16",
            "application/x-www-form-urlencoded; x",
            "*/*");

    /**
     * RESTEasy decodes a form before it calls Keycloak, and answers 500 if it cannot (URLUtils.failedToDecodeURL), with
     * and without the pack. The same is tried in a query.
     */
    private static final Pattern UNDECODABLE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Random random;
    private final Hostile hostile;
    private final String realm;
    private final String stored;
    private final List<String> tokens;
    private int number;

    /**
     * @param realm the realm's name
     * @param stored the id of a client that may be edited
     * @param tokens real tokens: initial access, access, refresh, ID token
     */
    MalformedRequests(long seed, String realm, String stored, List<String> tokens) {
        this.random = new Random(seed);
        this.hostile = new Hostile(random);
        this.realm = realm;
        this.stored = stored;
        this.tokens = tokens;
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    List<RawRequest> take(int many) {
        List<RawRequest> requests = new ArrayList<>();
        while (requests.size() < many) {
            number++;
            requests.add(
                    switch (number % 10) {
                        case 0, 1 -> adminWrite("POST", "/clients");
                        case 2 -> adminWrite("PUT", "/clients/" + stored);
                        case 3, 4 -> registration();
                        case 5 -> authorization("GET");
                        case 6 -> authorization(hostile.oneIn(2) ? "POST" : "GET");
                        case 7 -> form("PAR", "/ext/par/request", authorizationParameters());
                        default -> form("token", "/token", tokenParameters());
                    });
        }
        return requests;
    }

    private RawRequest adminWrite(String method, String path) {
        // An update keeps the name, so that the next one finds an unchanged client.
        Map<String, String> client = method.equals("PUT")
                ? client("fuzz-stored", Set.of("id", "clientId"))
                : client("fuzz-" + number, Set.of());
        byte[] body = json(client).getBytes(StandardCharsets.UTF_8);
        return new RawRequest(
                "admin " + method, true, method, "/admin/realms/" + realm + path, List.of(jsonType()), body);
    }

    private Map<String, String> client(String clientId, Set<String> kept) {
        Map<String, String> client = new LinkedHashMap<>();
        client.put("clientId", Hostile.quoted(clientId));
        client.put("redirectUris", "[" + Hostile.quoted(REDIRECT_URI) + "]");
        for (int i = hostile.upTo(3); i > 0; i--) {
            String type = hostile.one(TYPES);
            String field = hostile.one(CLIENT_FIELDS.get(type));
            if (hostile.oneIn(4)) {
                client.put("attributes", attributes());
            } else if (hostile.oneIn(8)) {
                client.put("protocolMappers", mappers());
            } else if (!kept.contains(field)) {
                client.put(field, hostile.jsonLike(type));
            }
        }
        return client;
    }

    private String attributes() {
        String name = hostile.oneIn(5) ? hostile.text() : hostile.one(ATTRIBUTES);
        return "{" + Hostile.quoted(name) + ":" + (hostile.oneIn(3) ? hostile.json() : Hostile.quoted(hostile.text()))
                + "}";
    }

    private String mappers() {
        String mapper = hostile.oneIn(3)
                ? hostile.json()
                : "{\"name\":" + hostile.json() + ",\"protocol\":\"openid-connect\",\"protocolMapper\":"
                        + (hostile.oneIn(2) ? "\"oidc-audience-mapper\"" : hostile.json()) + ",\"config\":"
                        + hostile.json() + "}";
        return "[" + mapper + "]";
    }

    private RawRequest registration() {
        boolean keycloaksOwn = hostile.oneIn(4);
        String provider = keycloaksOwn ? "default" : "openid-connect";
        // ClientRegistrationTokenUtils.verifyToken throws for a token without an algorithm.
        String token = hostile.oneIn(12) ? hostile.jwtWithAlgorithm() : tokens.get(0);
        String authorization = "Authorization: Bearer " + token.replaceAll("[\\x00-\\x1f]", "?");
        return RawRequest.post(
                "registration " + provider,
                "/realms/" + realm + "/clients-registrations/" + provider,
                List.of(authorization, jsonType()),
                json(keycloaksOwn ? client("fuzz-" + number, Set.of()) : metadata()));
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("redirect_uris", "[" + Hostile.quoted(REDIRECT_URI) + "]");
        metadata.put("client_name", Hostile.quoted("fuzz-" + number));
        for (int i = hostile.upTo(3); i > 0; i--) {
            String type = hostile.one(TYPES);
            metadata.put(hostile.one(METADATA.get(type)), hostile.jsonLike(type));
        }
        return metadata;
    }

    private String jsonType() {
        return "Content-Type: " + (hostile.oneIn(25) ? hostile.one(CONTENT_TYPES) : "application/json");
    }

    /** One object. Sometimes it has a field twice, is cut off, has text after it, or is empty. */
    private String json(Map<String, String> fields) {
        String members = fields.entrySet().stream()
                .map(field -> Hostile.quoted(field.getKey()) + ":" + field.getValue())
                .collect(Collectors.joining(","));
        String json = "{" + members + "}";
        return switch (random.nextInt(30)) {
            case 0 -> "{" + members + "," + members + "}";
            case 1 -> json.substring(0, 1 + random.nextInt(json.length() - 1));
            case 2 -> json + json;
            case 3 -> "[" + json + "]";
            case 4 -> "\ufeff" + json;
            case 5 -> hostile.one(List.of("null", "", "{}"));
            default -> json;
        };
    }

    private List<String> authorizationParameters() {
        Map<String, String> right = new LinkedHashMap<>();
        right.put("client_id", "fuzz-app");
        right.put("client_secret", "fuzz-app-secret");
        right.put("redirect_uri", REDIRECT_URI);
        right.put("response_type", "code");
        right.put("scope", "openid");
        right.put("state", "s" + number);
        right.put("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        right.put("code_challenge_method", "S256");
        return malformed(right, AUTHORIZATION_PARAMETERS);
    }

    private List<String> tokenParameters() {
        Map<String, String> right = new LinkedHashMap<>();
        right.put("grant_type", hostile.one(GRANTS));
        right.put("client_id", "fuzz-app");
        right.put("client_secret", "fuzz-app-secret");
        right.put("code", "a.b.c");
        right.put("redirect_uri", REDIRECT_URI);
        right.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
        right.put("subject_token", tokens.get(1));
        right.put("refresh_token", tokens.get(2));
        right.put("assertion", hostile.jwt().replaceAll("[^\\x20-\\x7e]", ""));
        return malformed(right, TOKEN_PARAMETERS);
    }

    /** The parameters, encoded, with one to three of them dropped, repeated, changed or misspelt. */
    private List<String> malformed(Map<String, String> right, List<String> names) {
        List<String> parameters = new ArrayList<>();
        right.forEach((name, value) -> parameters.add(name + "=" + Hostile.encode(value)));
        for (int i = hostile.upTo(3); i > 0; i--) {
            String name = hostile.oneIn(15) ? hostile.encoded() : hostile.one(names);
            if (hostile.oneIn(3)) {
                parameters.removeIf(parameter -> parameter.startsWith(name + "="));
            } else if (!hostile.oneIn(4)) {
                parameters.removeIf(parameter -> parameter.startsWith(name + "="));
                parameters.add(name + "=" + value(name));
            } else {
                parameters.add(random.nextInt(parameters.size() + 1), name + "=" + value(name));
            }
        }
        return parameters;
    }

    private String value(String name) {
        boolean jwt = name.matches("request|.*token.*|.*assertion|ticket|code|rpt");
        if (jwt && hostile.oneIn(4)) {
            return Hostile.encode(hostile.one(tokens));
        }
        if (jwt && !hostile.oneIn(4)) {
            return Hostile.encode(hostile.jwt());
        }
        return name.equals("claims") ? Hostile.encode(hostile.json()) : hostile.encoded();
    }

    private RawRequest authorization(String method) {
        List<String> parameters = authorizationParameters();
        if (method.equals("POST")) {
            return form("authorization", "/auth", parameters);
        }
        // Beyond this length the first line is too long for the server, which has been tried often enough.
        String query = parameters.stream().filter(p -> p.length() < 10_000).collect(Collectors.joining("&"));
        return RawRequest.get("authorization", endpoint("/auth") + "?" + spaceless(query), headers());
    }

    private RawRequest form(String kind, String path, List<String> parameters) {
        List<String> headers = new ArrayList<>(headers());
        String type = hostile.oneIn(20) ? hostile.one(CONTENT_TYPES) : "application/x-www-form-urlencoded";
        headers.add("Content-Type: " + type);
        String body = parameters.stream()
                .filter(parameter -> !UNDECODABLE.matcher(parameter).find())
                .collect(Collectors.joining("&"));
        return RawRequest.post(kind, endpoint(path), headers, body);
    }

    private List<String> headers() {
        return hostile.oneIn(4) ? List.of(hostile.header()) : List.of();
    }

    private String endpoint(String path) {
        return "/realms/" + realm + "/protocol/openid-connect" + path;
    }

    // A first line must be visible ASCII, or the server hangs up.
    private static String spaceless(String query) {
        return query.replaceAll("[^\\x21-\\x7e]", "%20");
    }
}
