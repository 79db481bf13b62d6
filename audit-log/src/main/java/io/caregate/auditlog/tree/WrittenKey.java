package io.caregate.auditlog.tree;

import io.caregate.auditlog.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public key in its written form, {@code name+id+base64}: the "vkey" of C2SP {@code signed-note}, section "Verifier
 * keys". There is one way to write a key. Immutable.
 */
final class WrittenKey {
    private static final Pattern FORM = Pattern.compile("([^\\s+]{1,255})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");

    private final String name;
    private final byte kind;
    private final byte[] bytes;

    /**
     * The key with this name.
     *
     * @param kind what it signs: the "signature type" of the specification
     * @param bytes the key's own bytes, whose form depends on the kind
     */
    WrittenKey(String name, byte kind, byte[] bytes) {
        this.name = name;
        this.kind = kind;
        this.bytes = bytes.clone();
    }

    /** The key in this text. Throws {@link IllegalArgumentException} if there is none. */
    static WrittenKey parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("no verifier key: it looks like name+0123abcd+base64");
        }
        byte[] typed = Base64.getDecoder().decode(form.group(3));
        if (typed.length < 2) {
            throw new IllegalArgumentException("the verifier key has no bytes");
        }
        WrittenKey key = new WrittenKey(form.group(1), typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (key.id() != Integer.parseUnsignedInt(form.group(2), 16)) {
            throw new IllegalArgumentException("the verifier key's id is not that of its bytes");
        }
        if (!key.toString().equals(text)) {
            throw new IllegalArgumentException("the verifier key's Base64 is not written in the one way");
        }
        return key;
    }

    String name() {
        return name;
    }

    byte kind() {
        return kind;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** The id that its signatures have: {@code SHA-256(name ‖ 0x0A ‖ kind ‖ key)[:4]}. */
    int id() {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) '\n');
        sha256.update(kind);
        return ByteBuffer.wrap(sha256.digest(bytes)).getInt();
    }

    @Override
    public String toString() {
        byte[] typed =
                ByteBuffer.allocate(1 + bytes.length).put(kind).put(bytes).array();
        return name + "+" + String.format(Locale.ROOT, "%08x", id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }
}
