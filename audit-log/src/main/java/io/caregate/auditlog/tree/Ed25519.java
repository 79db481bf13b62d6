package io.caregate.auditlog.tree;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Computes the public half of an Ed25519 key from its private half (RFC 8032, section 5.1.5). Java signs and verifies
 * with such keys, but has no call for this. {@link BigInteger} is slow and its time depends on the key, so this is only
 * used once, when a signer is made from its key, and never for signing.
 */
final class Ed25519 {
    private static final int KEY_BYTES = 32;
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
    private static final Point BASE = new Point(
            new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            new BigInteger("46316835694926478169428394003475163141307993866256225615783033603165251855960"));

    private Ed25519() {}

    /** The 32 bytes of the public key for the 32 bytes of this private key. */
    static byte[] publicKey(byte[] secret) {
        byte[] scalar = Arrays.copyOf(sha512(secret), KEY_BYTES);
        scalar[0] &= (byte) 0xF8;
        scalar[KEY_BYTES - 1] &= 0x7F;
        scalar[KEY_BYTES - 1] |= 0x40;
        return BASE.times(new BigInteger(1, reversed(scalar))).encoded();
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java with Ed25519 has SHA-512", e);
        }
    }

    /** Converts between the little-endian form of the RFC and the big-endian one of {@link BigInteger}. */
    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** A point of the curve {@code -x^2 + y^2 = 1 + d x^2 y^2} (section 5.1). */
    private record Point(BigInteger x, BigInteger y) {
        /** The addition law of section 5.1.4, which holds for any two points. */
        Point plus(Point other) {
            BigInteger xy = x.multiply(other.y).mod(P);
            BigInteger yx = y.multiply(other.x).mod(P);
            BigInteger product = D.multiply(xy).multiply(yx).mod(P);
            BigInteger sum = y.multiply(other.y).add(x.multiply(other.x));
            return new Point(
                    quotient(xy.add(yx), BigInteger.ONE.add(product)), quotient(sum, BigInteger.ONE.subtract(product)));
        }

        Point times(BigInteger scalar) {
            Point result = NEUTRAL;
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                result = result.plus(result);
                if (scalar.testBit(bit)) {
                    result = result.plus(this);
                }
            }
            return result;
        }

        /** The y coordinate, with the sign of x in the highest bit (section 5.1.2). */
        byte[] encoded() {
            BigInteger bits = x.testBit(0) ? y.setBit(KEY_BYTES * Byte.SIZE - 1) : y;
            byte[] encoded = new byte[KEY_BYTES];
            for (int i = 0; i < KEY_BYTES; i++) {
                encoded[i] = bits.shiftRight(i * Byte.SIZE).byteValue();
            }
            return encoded;
        }

        private static BigInteger quotient(BigInteger dividend, BigInteger divisor) {
            return dividend.multiply(divisor.modInverse(P)).mod(P);
        }
    }
}
