package io.caregate.auditlog.tree;

import io.caregate.auditlog.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Signs checkpoints with an Ed25519 key. Thread-safe. */
public final class NoteSigner {
    private static final String ED25519 = "Ed25519";

    private final PrivateKey secret;
    private final NoteVerifier key;

    private NoteSigner(PrivateKey secret, NoteVerifier key) {
        this.secret = secret;
        this.key = key;
    }

    /**
     * The signer with this name and the key in a PEM file in PKCS#8 ({@code BEGIN PRIVATE KEY}, RFC 8410), as
     * {@code openssl genpkey -algorithm ed25519} writes it. Throws {@link IllegalArgumentException} for any other text.
     */
    public static NoteSigner ofPem(String name, String pem) {
        try {
            PrivateKey secret = KeyFactory.getInstance(ED25519)
                    .generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(pem, "PRIVATE KEY")));
            NoteSigner signer = new NoteSigner(secret, NoteVerifier.of(name, publicBytes(secret)));
            Checkpoint probe = Checkpoint.of(name, 0, new TreeHasher().empty());
            if (signer.key.check(signer.sign(probe, Instant.EPOCH)).outcome() != NoteVerifier.Outcome.SIGNED) {
                throw new IllegalArgumentException("the public key of the private key cannot be told");
            }
            return signer;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the private key is not an Ed25519 key in PKCS#8", e);
        }
    }

    /** A new private key in PEM. */
    public static String newPem() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
            return Pem.encode("PRIVATE KEY", pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }

    /** The public half. */
    public NoteVerifier key() {
        return key;
    }

    /** The checkpoint as a note with two signatures: the plain one, and one with the time of signing. */
    public SignedNote sign(Checkpoint checkpoint, Instant time) {
        String text = checkpoint.text();
        return new SignedNote(text, List.of(plain(text), cosign(text, time)));
    }

    private SignedNote.Signature plain(String text) {
        return new SignedNote.Signature(key.name(), key.id(NoteVerifier.PLAIN), base64(signature(text)));
    }

    /**
     * This text as a note with the plain signature (C2SP {@code signed-note}, "Signatures"). The text ends with a line
     * feed. Throws {@link IllegalArgumentException} for one that a reader would take for a checkpoint.
     */
    public SignedNote sign(String text) {
        if (!text.endsWith("\n") || Checkpoint.isOne(text)) {
            throw new IllegalArgumentException("a text to sign ends with a line feed, and is not a checkpoint");
        }
        return new SignedNote(text, List.of(plain(text)));
    }

    /** The {@code cosignature/v1} of this note's text (C2SP {@code tlog-cosignature}). */
    public SignedNote.Signature cosign(String text, Instant time) {
        long seconds = time.getEpochSecond();
        return new TimestampedSignature(seconds, signature(NoteVerifier.timed(text, seconds)))
                .of(key.name(), key.id(NoteVerifier.TIMED));
    }

    /** The public half, as the key of a witness. */
    public WitnessKey witnessKey() {
        return new Ed25519WitnessKey(key);
    }

    /** The same key under another name. */
    public NoteSigner named(String name) {
        return new NoteSigner(secret, key.named(name));
    }

    /**
     * Bytes for one of the log's own purposes that only the holder of this key can compute, the same each time: the
     * SHA-256 of an Ed25519 signature, which is deterministic (RFC 8032, section 5.1.6). The signed text is not a
     * checkpoint.
     */
    public byte[] secret(String purpose) {
        return Sha256.digest().digest(signature("caregate-audit/secret\n" + purpose + "\n"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance(ED25519);
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key does not sign", e);
        }
    }

    private static byte[] publicBytes(PrivateKey secret) {
        return Ed25519.publicKey(((EdECPrivateKey) secret)
                .getBytes()
                .orElseThrow(() -> new IllegalArgumentException("the private key keeps its bytes to itself")));
    }
}
