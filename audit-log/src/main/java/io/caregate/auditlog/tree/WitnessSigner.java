package io.caregate.auditlog.tree;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;

/**
 * The private key of a witness, Ed25519 or ML-DSA-44. It signs cosignatures (C2SP {@code tlog-cosignature}) and nothing
 * else. Thread-safe.
 */
public final class WitnessSigner {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final WitnessKey key;
    private final Cosigning cosigning;

    private WitnessSigner(WitnessKey key, Cosigning cosigning) {
        this.key = key;
        this.cosigning = cosigning;
    }

    /** What a key is for. */
    public enum Algorithm {
        /** RFC 8032. */
        ED25519,
        /** FIPS 204, which a quantum computer does not break. */
        ML_DSA_44
    }

    private interface Cosigning {
        SignedNote.Signature cosign(String text, Instant time);
    }

    /**
     * A new private key in PEM. One for ML-DSA-44 is followed by its public key, which cannot be told from it. Throws
     * {@link IllegalArgumentException} if this Java has no ML-DSA-44.
     */
    public static String newPem(Algorithm algorithm) {
        if (algorithm == Algorithm.ED25519) {
            return NoteSigner.newPem();
        }
        KeyPair pair = MlDsa44.newPair();
        return Pem.encode(PRIVATE, pair.getPrivate().getEncoded())
                + Pem.encode(PUBLIC, pair.getPublic().getEncoded());
    }

    /**
     * The signer with this name and the key in a PEM file, as {@link #newPem} writes it. Throws
     * {@link IllegalArgumentException} for any other text.
     */
    public static WitnessSigner ofPem(String name, String pem) {
        if (!Pem.has(pem, PUBLIC)) {
            NoteSigner signer = NoteSigner.ofPem(name, pem);
            return new WitnessSigner(signer.witnessKey(), signer::cosign);
        }
        MlDsaWitnessKey key = new MlDsaWitnessKey(name, MlDsa44.bytes(Pem.decode(pem, PUBLIC)));
        PrivateKey secret = MlDsa44.privateKey(Pem.decode(pem, PRIVATE));
        WitnessSigner signer = new WitnessSigner(key, (text, time) -> cosign(key, secret, text, time));
        String probe = Checkpoint.of(name, 0, new TreeHasher().empty()).text();
        if (key.signedTime(probe, signer.cosign(probe, Instant.EPOCH).bytes()).isEmpty()) {
            throw new IllegalArgumentException("the public key in the file is not that of the private key");
        }
        return signer;
    }

    private static SignedNote.Signature cosign(MlDsaWitnessKey key, PrivateKey secret, String text, Instant time) {
        long seconds = time.getEpochSecond();
        byte[] message = MlDsaWitnessKey.message(key.name(), Checkpoint.parse(text), seconds);
        return new TimestampedSignature(seconds, MlDsa44.sign(secret, message)).of(key.name(), key.id());
    }

    /** The public half. */
    public WitnessKey key() {
        return key;
    }

    /** The cosignature of the checkpoint with this text. Throws {@link IllegalArgumentException} for another text. */
    public SignedNote.Signature cosign(String text, Instant time) {
        return cosigning.cosign(text, time);
    }
}
