package io.caregate.auditlog.tree;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The curve of Ed25519 (RFC 8032, section 5.1), and the public half of a key from its private half (section 5.1.5).
 * Java signs and verifies with such keys, but has no call for this. {@link BigInteger} is slow and its time depends on
 * the key, so this is only used once, when a signer is made from its key, and never for signing.
 */
final class Ed25519 {
    private static final int KEY_BYTES = 32;
    /** The prime of the field. */
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** The number of multiples of the base point. */
    static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_1 = BigInteger.TWO.modPow(P.shiftRight(2), P);
    /** The bit that has the sign of x. */
    private static final int SIGN = 255;

    private static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
    static final Point BASE = new Point(
            new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            new BigInteger("46316835694926478169428394003475163141307993866256225615783033603165251855960"));

    private Ed25519() {}

    /** The 32 bytes of the public key for the 32 bytes of this private key. */
    static byte[] publicKey(byte[] secret) {
        byte[] scalar = Arrays.copyOf(sha512(secret), KEY_BYTES);
        scalar[0] &= (byte) 0xF8;
        scalar[KEY_BYTES - 1] &= 0x7F;
        scalar[KEY_BYTES - 1] |= 0x40;
        return BASE.times(number(scalar)).encoded();
    }

    /** The SHA-512 of these bytes, one after another. */
    static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                sha512.update(part);
            }
            return sha512.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java with Ed25519 has SHA-512", e);
        }
    }

    /** The number in these bytes, the lowest first. */
    static BigInteger number(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /** The 32 bytes of a number, the lowest first. */
    static byte[] bytes(BigInteger number) {
        byte[] bytes = new byte[KEY_BYTES];
        byte[] reversed = number.toByteArray();
        for (int i = 0; i < Math.min(bytes.length, reversed.length); i++) {
            bytes[i] = reversed[reversed.length - 1 - i];
        }
        return bytes;
    }

    /** A point of the curve {@code -x^2 + y^2 = 1 + d x^2 y^2} (section 5.1). */
    record Point(BigInteger x, BigInteger y) {
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

        Point negated() {
            return new Point(x.negate().mod(P), y);
        }

        /** The y coordinate, with the sign of x in the highest bit (section 5.1.2). */
        byte[] encoded() {
            return bytes(x.testBit(0) ? y.setBit(SIGN) : y);
        }

        /** The point in these 32 bytes (section 5.1.3). Empty if there is none. */
        static Optional<Point> decoded(byte[] bytes) {
            BigInteger bits = number(bytes);
            BigInteger y = bits.clearBit(SIGN);
            BigInteger yy = y.multiply(y);
            BigInteger xx = quotient(yy.subtract(BigInteger.ONE), D.multiply(yy).add(BigInteger.ONE));
            BigInteger root = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
            BigInteger x =
                    isRoot(root, xx) ? root : root.multiply(ROOT_OF_MINUS_1).mod(P);
            boolean odd = bits.testBit(SIGN);
            if (y.compareTo(P) >= 0 || !isRoot(x, xx) || (odd && x.signum() == 0)) {
                return Optional.empty();
            }
            return Optional.of(new Point(x.testBit(0) == odd ? x : P.subtract(x), y));
        }

        private static boolean isRoot(BigInteger root, BigInteger square) {
            return root.multiply(root).mod(P).equals(square);
        }

        private static BigInteger quotient(BigInteger dividend, BigInteger divisor) {
            return dividend.multiply(divisor.modInverse(P)).mod(P);
        }
    }
}
