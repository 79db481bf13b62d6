package io.caregate.it.policy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Values that an attacker, or a broken client, sends where a server expects a decent one. */
final class Hostile {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "null",
            "true",
            "-1",
            "0",
            "9223372036854775808",
            "1e999",
            "NaN",
            "\u0000",
            "a\u0000b",
            "\u0001\u001f\u007f",
            "\r\nX-Injected: yes",
            "\ud800",
            "\udfff\ud800",
            "\ud83d\ude00",
            "\u202e\u200b\ufeff",
            "\uff0e\uff0f\u3002",
            "*",
            "+",
            "%00",
            "%",
            "%zz",
            "##",
            "${env.PATH}",
            "../../..",
            "'\"><script>alert(1)</script>",
            "' or 1=1 --",
            "https://evil.example/*",
            "https://[::1",
            "http://127.0.0.1:1/",
            "javascript:alert(1)",
            "urn:ietf:params:oauth:request_uri:nothing",
            "a b c",
            "{}",
            "[",
            "<a/>",
            "x".repeat(256),
            "\u00e4".repeat(256),
            "x".repeat(4_001),
            "x".repeat(20_000));

    /** JSON, not all of it valid. */
    private static final List<String> JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "99999999999999999999",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\r\\n\"",
            "[]",
            "[null]",
            "[[]]",
            "[\"\"]",
            "[{}]",
            "[1]",
            "[\"\\u0000\"]",
            "[\"\\ud800\"]",
            "{}",
            "{\"\":\"\"}",
            "{\"a\":null}",
            "{\"a\":[\"b\"]}",
            "{\"a\":{\"b\":{}}}",
            "{\"\\u0000\":\"\\u0000\"}",
            "NaN",
            "'x'",
            "[",
            "");

    private static final List<String> ALGORITHMS = List.of(
            "{\"alg\":\"none\"}",
            "{\"alg\":\"RS256\",\"kid\":\"x\"}",
            "{\"alg\":\"HS256\"}",
            "{\"alg\":1,\"typ\":[]}",
            "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}",
            "{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
            "[]",
            "\u0000");

    private static final List<String> ENCODED = List.of(
            "%", "%0", "%zz", "%00", "%0d%0a", "%ff", "%c0%af", "%ed%a0%80", "%u0041", "+", "=", "%26%3d", "\u00e4");

    private final Random random;

    Hostile(Random random) {
        this.random = random;
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    String text() {
        return oneIn(6) ? noise() : one(TEXTS);
    }

    private String noise() {
        StringBuilder noise = new StringBuilder();
        for (int i = upTo(30); i > 0; i--) {
            noise.append((char) random.nextInt(oneIn(2) ? 0x80 : 0x10000));
        }
        return noise.toString();
    }

    /** A JSON value of a type that may or may not be the field's. */
    String json() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> one(JSON);
            case 2 -> "[" + quoted(text()) + "," + quoted(text()) + "]";
            case 3 -> "{" + quoted(text()) + ":" + quoted(text()) + "}";
            case 4 -> "[".repeat(50) + "]".repeat(50);
            default -> quoted(text());
        };
    }

    /** A JSON value of the type that a field with this value has: a string, a list of strings, an object, a word. */
    String jsonLike(String example) {
        if (oneIn(4)) {
            return json();
        }
        return switch (example.charAt(0)) {
            case '"' -> quoted(text());
            case '[' -> "[" + quoted(text()) + (oneIn(2) ? "" : "," + quoted(text())) + "]";
            case '{' -> "{" + quoted(text()) + ":" + quoted(text()) + "}";
            case 't' -> one(List.of("true", "false", "null", "\"true\""));
            default -> one(List.of("0", "-1", "2147483647", "2147483648", "null", "\"1\""));
        };
    }

    /** A JSON string. Half a character is written as an escape, since it has no bytes. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate((char) c)) {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }

    /** A query value, not always validly encoded. */
    String encoded() {
        return oneIn(4) ? one(ENCODED) : encode(text());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A text like a JWT, at least with an algorithm, for places where Keycloak assumes one. */
    String jwtWithAlgorithm() {
        return jwt(one(ALGORITHMS));
    }

    /** A text like a JWT. */
    String jwt() {
        return jwt(oneIn(8) ? one(List.of("{}", "null")) : one(ALGORITHMS));
    }

    private String jwt(String header) {
        String claim = one(List.of(
                "iss",
                "sub",
                "aud",
                "exp",
                "iat",
                "jti",
                "redirect_uri",
                "client_id",
                "response_type",
                "max_age",
                "claims"));
        String claims = oneIn(4) ? json() : "{" + quoted(claim) + ":" + json() + ",\"client_id\":\"fuzz-app\"}";
        String jwt = base64(header) + "." + base64(claims) + "." + (oneIn(2) ? "" : base64("signature"));
        return switch (random.nextInt(6)) {
            case 0 -> jwt + "..";
            case 1 -> jwt + "." + base64("x") + "." + base64("y");
            case 2 -> text();
            default -> jwt;
        };
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A header line that does not belong there, without a line break, which would make it two. */
    String header() {
        // AuthenticationManager.verifyIdentityToken and DPoPUtil.validateDPoP throw for a JWS header that is null.
        String value = oneIn(3) ? jwtWithAlgorithm() : text();
        String name = one(List.of(
                "Authorization: ",
                "Authorization: Basic ",
                "Authorization: Basic " + base64("fuzz-app:") + " ",
                "Authorization: Bearer ",
                "Authorization: DPoP ",
                "Authorization: Negotiate ",
                "DPoP: ",
                "Cookie: AUTH_SESSION_ID=",
                "Cookie: KEYCLOAK_IDENTITY=",
                "Cookie: KC_RESTART=",
                "Origin: ",
                "Accept-Language: ",
                "Accept: "));
        return name + value.replaceAll("[\\x00-\\x1f\\x7f]", "?");
    }
}
