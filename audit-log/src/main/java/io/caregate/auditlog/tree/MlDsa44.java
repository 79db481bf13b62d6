package io.caregate.auditlog.tree;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * ML-DSA-44 (FIPS 204) with an empty context, and its keys in the encodings of RFC 9881. Java has it from version 24
 * on; below that it takes a security provider that has it, such as the Bouncy Castle that Keycloak registers.
 */
final class MlDsa44 {
    /** The length of a public key. */
    static final int KEY_BYTES = 1312;
    /** The length of a signature. */
    static final int SIGNATURE_BYTES = 2420;

    private static final String NAME = "ML-DSA-44";
    /** What precedes the key's own bytes in a {@code SubjectPublicKeyInfo}: lengths, and the algorithm's identifier. */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    private MlDsa44() {}

    /** A new pair. Throws {@link IllegalArgumentException} if this Java has no such keys. */
    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(NAME).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        }
    }

    /** The public key of these bytes. Throws {@link IllegalArgumentException} if they cannot be one. */
    static PublicKey publicKey(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("no ML-DSA-44 key: " + bytes.length + " bytes, not " + KEY_BYTES);
        }
        byte[] der = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
        System.arraycopy(bytes, 0, der, SPKI_PREFIX.length, KEY_BYTES);
        try {
            return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no ML-DSA-44 key", e);
        }
    }

    /** The bytes of the public key in a {@code SubjectPublicKeyInfo}. */
    static byte[] bytes(byte[] der) {
        int from = der.length - KEY_BYTES;
        if (from != SPKI_PREFIX.length || !Arrays.equals(Arrays.copyOf(der, from), SPKI_PREFIX)) {
            throw new IllegalArgumentException("the public key is not an ML-DSA-44 key");
        }
        return Arrays.copyOfRange(der, from, der.length);
    }

    /** The private key in PKCS#8. */
    static PrivateKey privateKey(byte[] der) {
        try {
            return KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (NoSuchAlgorithmException e) {
            throw missing(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the private key is not an ML-DSA-44 key that this Java reads", e);
        }
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key does not sign", e);
        }
    }

    /** Whether the signature, which may have any length, is the key's for the message. */
    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(NAME);
            verifier.initVerify(key);
            verifier.update(message);
            return signature.length == SIGNATURE_BYTES && verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static IllegalArgumentException missing(NoSuchAlgorithmException e) {
        return new IllegalArgumentException(
                "Java " + Runtime.version().feature() + " has no ML-DSA-44: use Java 24 or newer", e);
    }
}
