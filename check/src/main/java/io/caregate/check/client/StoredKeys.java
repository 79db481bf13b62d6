package io.caregate.check.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.caregate.policy.rule.SigningKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the set of keys (RFC 7517 section 5) in the attributes of a client. */
final class StoredKeys {

    private static final JsonFactory JSON = new JsonFactory();

    private StoredKeys() {}

    /** The keys; none if the set cannot be read, as for Keycloak. */
    static List<SigningKey> of(Map<String, String> attributes) {
        List<SigningKey> keys = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(attributes.getOrDefault(SigningKey.STORED_SET, ""))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return List.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isKeys = parser.currentName().equals("keys");
                if (parser.nextToken() == JsonToken.START_ARRAY && isKeys) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        keys.add(key(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return keys;
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static SigningKey key(JsonParser parser) throws IOException {
        @Nullable String id = null;
        @Nullable String use = null;
        @Nullable String algorithm = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            String text = parser.getValueAsString();
            parser.skipChildren();
            switch (name) {
                case "kid" -> id = text;
                case "use" -> use = text;
                case "alg" -> algorithm = text;
                default -> {}
            }
        }
        return new SigningKey(id, use, algorithm);
    }
}
