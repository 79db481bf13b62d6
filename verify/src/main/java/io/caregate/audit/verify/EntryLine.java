package io.caregate.audit.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.caregate.audit.tree.TreeHasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of an export: open with salt and payload, or closed with nothing but its hash. */
final class EntryLine {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final long seq;
    private final byte[] leaf;
    private final byte @Nullable [] salt;
    private final byte @Nullable [] payload;

    private EntryLine(long seq, byte[] leaf, byte @Nullable [] salt, byte @Nullable [] payload) {
        this.seq = seq;
        this.leaf = leaf;
        this.salt = salt;
        this.payload = payload;
    }

    /** The entry of these members; throws {@link IllegalArgumentException} where they are none. */
    static EntryLine of(Map<String, Object> members) {
        if (!(members.get("seq") instanceof Long seq) || !(members.get("leaf") instanceof String leaf)) {
            throw new IllegalArgumentException("an entry has seq and leaf");
        }
        Object salt = members.get("salt");
        Object payload = members.get("payload");
        if ((salt == null) != (payload == null)) {
            throw new IllegalArgumentException("an entry has both salt and payload, or neither");
        }
        byte[] hash = Base64.getDecoder().decode(leaf);
        if (hash.length != TreeHasher.HASH_BYTES) {
            throw new IllegalArgumentException("the hash of an entry has " + TreeHasher.HASH_BYTES + " bytes");
        }
        return new EntryLine(
                seq,
                hash,
                salt instanceof String text ? Base64.getDecoder().decode(text) : null,
                payload instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null);
    }

    long seq() {
        return seq;
    }

    byte[] leaf() {
        return leaf;
    }

    boolean isOpen() {
        return payload != null;
    }

    /** The hash that salt and payload make; that of a closed entry is the one it has. */
    byte[] computed(TreeHasher hasher) {
        return salt == null || payload == null ? leaf : hasher.leaf(salt, payload);
    }

    /** What the payload says about itself, as far as it does. */
    Said said() {
        if (payload == null) {
            return Said.NOTHING;
        }
        Instant time = null;
        String realmId = null;
        try (JsonParser parser = FACTORY.createParser(payload)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING && name.equals("time")) {
                    time = Instant.parse(parser.getText());
                } else if (value == JsonToken.VALUE_STRING && name.equals("realmId")) {
                    realmId = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException | DateTimeParseException e) {
            return Said.NOTHING;
        }
        return new Said(time, realmId);
    }

    /** What a payload says. */
    record Said(@Nullable Instant time, @Nullable String realmId) {
        static final Said NOTHING = new Said(null, null);
    }
}
