package io.caregate.portal.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.portal.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The checked public keys of a client: a JWK Set with only the required members, or the address of one.
 *
 * @param jwks the set in JSON; null if there is an address
 * @param jwksUrl the address; null if there is a set
 * @param algorithm the only algorithm of the set, if it has only one
 */
public record ClientKeys(
        @Nullable String jwks,
        @Nullable String jwksUrl,
        @Nullable String algorithm) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_KEYS = 10;

    /** One key in the form shown to people. */
    public record KeyView(String kid, String alg) {}

    /**
     * Reads a developer's input. The errors never contain anything of a key.
     *
     * @param at the location of the source in the body, such as {@code keys/}, or nothing
     * @param errors receives the problems; then the result is empty
     */
    public static Optional<ClientKeys> read(KeySource source, String at, List<FieldError> errors) {
        int given =
                (source.pem() == null ? 0 : 1) + (source.jwks() == null ? 0 : 1) + (source.jwksUrl() == null ? 0 : 1);
        if (given != 1) {
            String field = at.isEmpty() ? "" : at.substring(0, at.length() - 1);
            errors.add(
                    field.isEmpty()
                            ? new FieldError("#", "key-source", null, null)
                            : FieldError.of(field, "key-source"));
            return Optional.empty();
        }
        String url = source.jwksUrl();
        if (url != null) {
            Optional<String> error = JwksAddress.error(url);
            error.ifPresent(code -> errors.add(FieldError.of(at + "jwksUrl", code)));
            return error.isPresent() ? Optional.empty() : Optional.of(new ClientKeys(null, url, null));
        }
        List<PublicJwk> keys = new ArrayList<>();
        String pem = source.pem();
        boolean good = pem != null
                ? add(keys, () -> PemKey.parse(pem), at + "pem", errors)
                : addAll(keys, source.jwks(), at, errors);
        return good ? Optional.of(of(keys)) : Optional.empty();
    }

    private static boolean addAll(List<PublicJwk> keys, @Nullable JsonNode jwks, String at, List<FieldError> errors) {
        JsonNode list = jwks == null ? null : jwks.get("keys");
        if (list == null || !list.isArray() || list.isEmpty() || list.size() > MOST_KEYS) {
            errors.add(FieldError.of(at + "jwks", "key-count"));
            return false;
        }
        boolean good = true;
        for (int i = 0; i < list.size(); i++) {
            JsonNode key = list.get(i);
            good &= add(keys, () -> JsonKey.parse(key), at + "jwks/keys/" + i, errors);
        }
        boolean named = keys.stream().map(PublicJwk::kid).distinct().count() == keys.size();
        if (!named) {
            errors.add(FieldError.of(at + "jwks", "key-id"));
        }
        return good && named;
    }

    private interface Parser {
        PublicJwk parse() throws BadKeyException;
    }

    private static boolean add(List<PublicJwk> keys, Parser parser, String field, List<FieldError> errors) {
        try {
            keys.add(parser.parse());
            return true;
        } catch (BadKeyException bad) {
            errors.add(FieldError.of(field, bad.code()));
            return false;
        }
    }

    private static ClientKeys of(List<PublicJwk> keys) {
        try {
            List<String> algorithms =
                    keys.stream().map(PublicJwk::alg).distinct().toList();
            String jwks = JSON.writeValueAsString(
                    Map.of("keys", keys.stream().map(PublicJwk::json).collect(Collectors.toList())));
            return new ClientKeys(jwks, null, algorithms.size() == 1 ? algorithms.get(0) : null);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The keys of a stored set; empty if it cannot be read or does not exist. */
    public static List<KeyView> views(@Nullable String jwks) {
        if (jwks == null) {
            return List.of();
        }
        try {
            List<KeyView> views = new ArrayList<>();
            for (JsonNode key : JSON.readTree(jwks).path("keys")) {
                String kty = key.path("kty").asText();
                views.add(new KeyView(key.path("kid").asText(), kty.equals("RSA") ? PublicJwk.RS384 : PublicJwk.ES384));
            }
            return List.copyOf(views);
        } catch (JsonProcessingException unreadable) {
            return List.of();
        }
    }
}
