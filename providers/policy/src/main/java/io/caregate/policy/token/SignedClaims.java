package io.caregate.policy.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an API would read in a JWT that is about to be signed (RFC 7519 section 4.1, RFC 7515 section 5.1). Of a claim
 * that is there twice, every value is looked at, since readers differ in which one they take.
 *
 * @param audiences every audience
 * @param ids every {@code jti}
 * @param types every {@code typ} of the payload
 * @param sessions every {@code sid}
 * @param expiry the latest {@code exp} in seconds, or {@link #NEVER}
 * @param headerType the {@code typ} of the header, which only Keycloak's own code writes; empty if there is none
 */
record SignedClaims(
        Set<String> audiences,
        List<String> ids,
        List<String> types,
        List<String> sessions,
        long expiry,
        String headerType) {

    /** The expiry of a token without one. */
    static final long NEVER = Long.MAX_VALUE;

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte DOT = '.';

    /** Reads the signing input of a JWT; empty if it is something else, or names no audience. */
    static Optional<SignedClaims> read(byte[] signingInput) {
        int dot = dot(signingInput);
        if (dot <= 0) {
            return Optional.empty();
        }
        try {
            byte[] payload = decode(signingInput, dot + 1, signingInput.length);
            Builder claims = new Builder();
            return payload.length > 0 && claims.read(payload) && !claims.audiences.isEmpty()
                    ? Optional.of(claims.build(headerType(decode(signingInput, 0, dot))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException noJwt) {
            return Optional.empty();
        }
    }

    private static int dot(byte[] input) {
        for (int i = 0; i < input.length; i++) {
            if (input[i] == DOT) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] decode(byte[] input, int from, int to) {
        return Base64.getUrlDecoder().decode(Arrays.copyOfRange(input, from, to));
    }

    private static String headerType(byte[] header) throws IOException {
        List<String> types = new ArrayList<>(1);
        try (JsonParser parser = JSON.createParser(header)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    if (name.equals("typ")) {
                        addTexts(parser, types);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }
        return types.size() == 1 ? types.get(0) : "";
    }

    private static void addTexts(JsonParser parser, Collection<String> texts) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                addTexts(parser, texts);
            }
        } else if (parser.currentToken().isScalarValue()) {
            texts.add(parser.getText());
        } else {
            parser.skipChildren();
        }
    }

    /** Whether the payload says that it is an ID token. */
    boolean isIdToken() {
        return types.equals(List.of("ID"));
    }

    /** Whether it has this {@code jti} and no other. */
    boolean hasId(@Nullable String id) {
        return id != null && ids.equals(List.of(id));
    }

    private static final class Builder {
        private final Set<String> audiences = new LinkedHashSet<>();
        private final List<String> ids = new ArrayList<>(1);
        private final List<String> types = new ArrayList<>(1);
        private final List<String> sessions = new ArrayList<>(1);
        private final List<String> expiries = new ArrayList<>(1);

        boolean read(byte[] payload) throws IOException {
            try (JsonParser parser = JSON.createParser(payload)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return false;
                }
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    switch (name) {
                        case "aud" -> addTexts(parser, audiences);
                        case "jti" -> addTexts(parser, ids);
                        case "typ" -> addTexts(parser, types);
                        case "sid" -> addTexts(parser, sessions);
                        case "exp" -> addTexts(parser, expiries);
                        default -> parser.skipChildren();
                    }
                }
                return true;
            }
        }

        SignedClaims build(String headerType) {
            return new SignedClaims(
                    Set.copyOf(audiences),
                    List.copyOf(ids),
                    List.copyOf(types),
                    List.copyOf(sessions),
                    expiries.stream().mapToLong(SignedClaims::seconds).max().orElse(NEVER),
                    headerType);
        }
    }

    private static long seconds(String number) {
        try {
            double seconds = Double.parseDouble(number);
            return seconds >= NEVER ? NEVER : (long) Math.ceil(seconds);
        } catch (NumberFormatException unreadable) {
            return NEVER;
        }
    }
}
