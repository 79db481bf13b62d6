package io.caregate.it.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An assertion by which a client authenticates (RFC 7523 section 2.2), valid by default and as short as in SMART:
 * without {@code iat}. A test makes it invalid.
 */
final class ClientAssertion {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SigningKey key;
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private ClientAssertion(SigningKey key, String algorithm) {
        this.key = key;
        header.put("alg", algorithm);
        header.put("typ", "JWT");
    }

    static ClientAssertion of(String clientId, SigningKey key, String algorithm, Object audience) {
        var assertion = new ClientAssertion(key, algorithm);
        assertion.header("kid", key.id());
        return assertion
                .claim("iss", clientId)
                .claim("sub", clientId)
                .claim("aud", audience)
                .claim("jti", UUID.randomUUID().toString())
                .in("exp", 45);
    }

    /** Sets a header. Null removes it. */
    ClientAssertion header(String name, @Nullable Object value) {
        return set(header, name, value);
    }

    /** Sets a claim. Null removes it. */
    ClientAssertion claim(String name, @Nullable Object value) {
        return set(claims, name, value);
    }

    /** Sets a claim to a time, in seconds from now. */
    ClientAssertion in(String name, long seconds) {
        return claim(name, Instant.now().getEpochSecond() + seconds);
    }

    /**
     * The form parameters that authenticate the client. The assertion is signed again each time, with the same content.
     */
    Map<String, String> form() {
        String input = encode(header) + "." + encode(claims);
        var form = new LinkedHashMap<String, String>();
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", input + "." + key.sign(String.valueOf(header.get("alg")), input));
        return form;
    }

    /** The same with more parameters. */
    Map<String, String> form(Map<String, String> more) {
        Map<String, String> form = form();
        form.putAll(more);
        return form;
    }

    private ClientAssertion set(Map<String, Object> part, String name, @Nullable Object value) {
        if (value == null) {
            part.remove(name);
        } else {
            part.put(name, value);
        }
        return this;
    }

    private static String encode(Map<String, Object> part) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(JSON.writeValueAsString(part).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
