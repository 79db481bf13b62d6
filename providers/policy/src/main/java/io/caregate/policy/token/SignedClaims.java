package io.caregate.policy.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.caregate.policy.rule.TokenSubjectRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.util.TokenUtil;

/**
 * The claims that an API or Keycloak itself would read in a JWT that is about to be signed (RFC 7519 section 4.1, RFC
 * 7515 section 5.1). If a claim occurs twice, every value is checked, since readers differ in which one they take.
 *
 * @param readable whether the payload could be read to its end; if not, nothing else is known
 * @param audiences every audience
 * @param ids every {@code jti}
 * @param types every {@code typ} of the payload
 * @param sessions every {@code sid}
 * @param issuers every {@code iss}
 * @param names every text in a claim that names the user, by {@link TokenSubjectRule#CLAIMS claim}
 * @param expiry the latest {@code exp} in seconds, or {@link #NEVER}
 * @param headerType the {@code typ} of the header; empty if there is none. An administrator chooses that of a
 *     credential
 * @param isLogoutToken whether it has the claims of a back-channel logout token, and no other
 */
record SignedClaims(
        boolean readable,
        Set<String> audiences,
        List<String> ids,
        List<String> types,
        List<String> sessions,
        List<String> issuers,
        Map<String, List<String>> names,
        long expiry,
        String headerType,
        boolean isLogoutToken) {

    /** The expiry of a token without one. */
    static final long NEVER = Long.MAX_VALUE;

    private static final SignedClaims UNREADABLE =
            new SignedClaims(false, Set.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), NEVER, "", false);

    /** The claims that Keycloak writes into a logout token (OpenID Connect Back-Channel Logout section 2.4). */
    private static final Set<String> OF_LOGOUT_TOKENS =
            Set.of("jti", "iss", "aud", "iat", "nbf", "exp", "sub", "sid", "typ", "events");

    private static final String SUBJECT = "sub";
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte DOT = '.';

    /** Reads the signing input of a JWT; empty if it is something else, which no reader takes for a JWT. */
    static Optional<SignedClaims> read(byte[] signingInput) {
        int dot = dot(signingInput);
        if (dot < 0) {
            return Optional.empty();
        }
        JsonParser header = header(signingInput, dot);
        if (header == null) {
            return Optional.empty();
        }
        try (header) {
            return Optional.of(payload(signingInput, dot, headerType(header)));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.of(UNREADABLE);
        }
    }

    /** Reads only the part after the header: enough to recognise a token that was judged before; empty as above. */
    static Optional<SignedClaims> readPayload(byte[] signingInput) {
        int dot = dot(signingInput);
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(payload(signingInput, dot, ""));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.of(UNREADABLE);
        }
    }

    private static SignedClaims payload(byte[] input, int dot, String headerType) throws IOException {
        try (JsonParser payload = parser(input, dot + 1, input.length)) {
            Builder claims = new Builder();
            claims.read(payload);
            return claims.build(headerType);
        }
    }

    /** The position of the dot between header and payload; -1 if one of them is empty or there is no dot. */
    private static int dot(byte[] input) {
        for (int i = 0; i < input.length; i++) {
            if (input[i] == DOT) {
                return i == 0 || i == input.length - 1 ? -1 : i;
            }
        }
        return -1;
    }

    /** At the start of the header's object; null if it is not an object. */
    private static @Nullable JsonParser header(byte[] input, int dot) {
        try {
            JsonParser parser = parser(input, 0, dot);
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return parser;
            }
            parser.close();
            return null;
        } catch (IOException | IllegalArgumentException somethingElse) {
            return null;
        }
    }

    private static JsonParser parser(byte[] input, int from, int to) throws IOException {
        ByteBuffer json = Base64.getUrlDecoder().decode(ByteBuffer.wrap(input, from, to - from));
        return JSON.createParser(json.array(), 0, json.limit());
    }

    private static String headerType(JsonParser parser) throws IOException {
        List<String> types = new ArrayList<>(1);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("typ")) {
                addTexts(parser, types);
            } else {
                parser.skipChildren();
            }
        }
        return types.size() == 1 ? types.get(0) : "";
    }

    private static void addTexts(JsonParser parser, Collection<String> texts) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                addTexts(parser, texts);
            }
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                texts.add(parser.currentName());
                parser.nextToken();
                addTexts(parser, texts);
            }
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
            texts.add(parser.getText());
        }
    }

    /** Whether the payload says that it is an ID token. */
    boolean isIdToken() {
        return types.equals(List.of(TokenUtil.TOKEN_TYPE_ID));
    }

    /** Whether it has this {@code jti} and no other. */
    boolean hasId(@Nullable String id) {
        return id != null && ids.equals(List.of(id));
    }

    /** Whether it speaks only for its signer, as the assertion of a client does (RFC 7523 section 3). */
    boolean isOfItsIssuer() {
        return issuers.size() == 1 && names.keySet().equals(Set.of(SUBJECT)) && issuers.equals(names.get(SUBJECT));
    }

    private static final class Builder {
        private final Set<String> members = new HashSet<>();
        private final Set<String> audiences = new HashSet<>();
        private final List<String> ids = new ArrayList<>(1);
        private final List<String> types = new ArrayList<>(1);
        private final List<String> sessions = new ArrayList<>(1);
        private final List<String> issuers = new ArrayList<>(1);
        private final List<String> expiries = new ArrayList<>(1);
        private final Map<String, List<String>> names = new HashMap<>();
        /** Whether it has only claims of logout tokens, each once. */
        private boolean likeLogout = true;

        private boolean logsOut;

        void read(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no claims");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                likeLogout = likeLogout && OF_LOGOUT_TOKENS.contains(name) && members.add(name);
                parser.nextToken();
                readClaim(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new IOException("more than claims");
            }
        }

        private void readClaim(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "aud" -> addTexts(parser, audiences);
                case "jti" -> addTexts(parser, ids);
                case "typ" -> addTexts(parser, types);
                case "sid" -> addTexts(parser, sessions);
                case "iss" -> addTexts(parser, issuers);
                case "exp" -> addTexts(parser, expiries);
                case "events" -> logsOut = readEvents(parser);
                default -> {
                    if (TokenSubjectRule.CLAIMS.contains(name)) {
                        addTexts(parser, names.computeIfAbsent(name, first -> new ArrayList<>(1)));
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }

        // The event is an empty object (OpenID Connect Back-Channel Logout section 2.4); what mappers write is not.
        private static boolean readEvents(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return false;
            }
            boolean found = false;
            boolean others = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String event = parser.currentName();
                JsonToken value = parser.nextToken();
                if (event.equals(TokenUtil.TOKEN_BACKCHANNEL_LOGOUT_EVENT) && value == JsonToken.START_OBJECT) {
                    found = parser.nextToken() == JsonToken.END_OBJECT;
                    others |= !found;
                    skipRest(parser);
                } else {
                    others |= !event.equals(TokenUtil.TOKEN_BACKCHANNEL_LOGOUT_EVENT_REVOKE_OFFLINE_TOKENS)
                            || value != JsonToken.VALUE_TRUE;
                    parser.skipChildren();
                }
            }
            return found && !others;
        }

        private static void skipRest(JsonParser parser) throws IOException {
            while (parser.currentToken() == JsonToken.FIELD_NAME) {
                parser.nextToken();
                parser.skipChildren();
                parser.nextToken();
            }
        }

        // Nothing is copied: this is called once, for every token.
        SignedClaims build(String headerType) {
            return new SignedClaims(
                    true,
                    audiences,
                    ids,
                    types,
                    sessions,
                    issuers,
                    names,
                    latest(expiries),
                    headerType,
                    logsOut
                            && likeLogout
                            && types.equals(List.of(TokenUtil.TOKEN_TYPE_LOGOUT))
                            && headerType.equals(TokenUtil.TOKEN_TYPE_JWT_LOGOUT_TOKEN));
        }
    }

    private static long latest(List<String> expiries) {
        long latest = expiries.isEmpty() ? NEVER : Long.MIN_VALUE;
        for (String expiry : expiries) {
            latest = Math.max(latest, seconds(expiry));
        }
        return latest;
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
