package io.caregate.auditlog.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a key that signs notes: Ed25519 (RFC 8032) with a name. It knows two kinds of signatures: C2SP's
 * plain one over the note's text, and the {@code cosignature/v1} of {@code tlog-cosignature}, which also has the time
 * of signing.
 */
public final class NoteVerifier {
    static final byte PLAIN = 0x01;
    static final byte TIMED = 0x04;

    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_BYTES = 32;

    private final String name;
    private final byte[] bytes;
    private final PublicKey key;
    private final int plainId;
    private final int timedId;
    private final @Nullable SignatureCheck quick;

    private NoteVerifier(String name, byte[] bytes, @Nullable SignatureCheck quick) {
        this.name = name;
        this.bytes = bytes.clone();
        this.key = publicKey(bytes);
        this.plainId = written(PLAIN).id();
        this.timedId = written(TIMED).id();
        this.quick = quick;
    }

    /** The key with this name and these 32 bytes (RFC 8032, section 5.1.2). */
    public static NoteVerifier of(String name, byte[] bytes) {
        if (!Checkpoint.isOrigin(name) || bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("no Ed25519 key: " + bytes.length + " bytes, not " + KEY_BYTES);
        }
        return new NoteVerifier(name, bytes, null);
    }

    /**
     * The same key, for a program that checks many notes: it has another check of signatures. Java's own decides what
     * that one does not accept, and whether it is a key at all.
     *
     * @param quick makes a check from the 32 bytes of a key
     */
    public NoteVerifier checkedBy(Function<byte[], SignatureCheck> quick) {
        return new NoteVerifier(name, bytes, quick.apply(bytes.clone()));
    }

    /** The key with this name in a PEM file ({@code BEGIN PUBLIC KEY}, RFC 8410). */
    public static NoteVerifier ofPem(String name, String pem) {
        byte[] der = Pem.decode(pem, "PUBLIC KEY");
        int from = der.length - KEY_BYTES;
        if (from != SPKI_PREFIX.length || !Arrays.equals(Arrays.copyOf(der, from), SPKI_PREFIX)) {
            throw new IllegalArgumentException("the public key is not an Ed25519 key");
        }
        return of(name, Arrays.copyOfRange(der, from, der.length));
    }

    /**
     * The key in a text of the form {@code name+id+base64}. Throws {@link IllegalArgumentException} if there is none.
     */
    public static NoteVerifier parse(String text) {
        WrittenKey written = WrittenKey.parse(text);
        if (written.kind() != PLAIN || written.bytes().length != KEY_BYTES) {
            throw new IllegalArgumentException("the verifier key is not an Ed25519 key");
        }
        return of(written.name(), written.bytes());
    }

    /** The same key under another name. */
    NoteVerifier named(String other) {
        return of(other, bytes);
    }

    public String name() {
        return name;
    }

    /** The written form of the key: {@code name+id+base64}. */
    @Override
    public String toString() {
        return written(PLAIN).toString();
    }

    /** The key as one that makes signatures of this kind. */
    WrittenKey written(byte kind) {
        return new WrittenKey(name, kind, bytes);
    }

    boolean isSameKey(NoteVerifier other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /** Whether the witness has this key, whatever its name is. */
    public boolean isOf(WitnessKey witness) {
        return new Ed25519WitnessKey(this).isSameKey(witness);
    }

    /** The key in PEM ({@code BEGIN PUBLIC KEY}). */
    public String toPem() {
        return Pem.encode("PUBLIC KEY", key.getEncoded());
    }

    /**
     * The key's verdict on a note. A note is the key's if it has the key's plain signature and every signature that
     * claims to be the key's is valid.
     */
    public Verdict check(SignedNote note) {
        boolean signed = false;
        Optional<Instant> time = Optional.empty();
        for (SignedNote.Signature signature : note.signatures()) {
            if (!signature.name().equals(name)) {
                continue;
            }
            if (signature.keyId() == id(PLAIN)) {
                if (!verifies(note.text(), signature.bytes())) {
                    return new Verdict(Outcome.FORGED, Optional.empty());
                }
                signed = true;
            } else if (signature.keyId() == id(TIMED)) {
                time = signedTime(note.text(), signature.bytes());
                if (time.isEmpty()) {
                    return new Verdict(Outcome.FORGED, Optional.empty());
                }
            }
        }
        return new Verdict(signed ? Outcome.SIGNED : Outcome.NOT_SIGNED, signed ? time : Optional.empty());
    }

    /** The time in a timed signature over this text. Empty if the signature is not this key's. */
    Optional<Instant> signedTime(String text, byte[] signature) {
        return TimestampedSignature.parse(signature)
                .filter(timed -> verifies(timed(text, timed.seconds()), timed.signature()))
                .map(TimestampedSignature::time);
    }

    static String timed(String text, long seconds) {
        return "cosignature/v1\ntime " + seconds + "\n" + text;
    }

    private boolean verifies(String text, byte[] signature) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return (quick != null && quick.verifies(message, signature)) || isVerifiedByJava(message, signature);
    }

    private boolean isVerifiedByJava(byte[] message, byte[] signature) {
        try {
            java.security.Signature verifier = java.security.Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The id of this key for a kind of signature. */
    int id(byte kind) {
        return kind == PLAIN ? plainId : timedId;
    }

    private static PublicKey publicKey(byte[] bytes) {
        byte[] der = ByteBuffer.allocate(SPKI_PREFIX.length + KEY_BYTES)
                .put(SPKI_PREFIX)
                .put(bytes)
                .array();
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 key", e);
        }
    }

    /** The key's verdict on a note, and the time of signing if the note has it. */
    public record Verdict(Outcome outcome, Optional<Instant> time) {}

    /** Whether the key has signed a note. */
    public enum Outcome {
        /** The key has signed it. */
        SIGNED,
        /** No signature claims to be the key's. */
        NOT_SIGNED,
        /** A signature claims to be the key's and is not. */
        FORGED
    }
}
