package io.caregate.auditlog.tree;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arithmetic modulo 2^255 - 19, for values that are not secret. An element has five limbs of 51 bits, each of which may
 * be larger as long as it is below 2^53. A product has limbs below 2^51 + 2^18. So the sum or the difference of two
 * products is a valid factor; it has to be multiplied before it is added to another.
 */
final class Field25519 {
    private static final int LIMBS = 5;
    private static final int BITS = 51;
    private static final long MASK = (1L << BITS) - 1;
    /** 2^255 is congruent to it. */
    private static final long FOLD = 19;
    /** Twice the prime, in limbs that no limb of a product exceeds. */
    private static final long[] TWICE = {2 * (MASK - FOLD + 1), 2 * MASK, 2 * MASK, 2 * MASK, 2 * MASK};

    private Field25519() {}

    static long[] of(BigInteger value) {
        long[] limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] = value.shiftRight(BITS * i).longValue() & MASK;
        }
        return limbs;
    }

    static long[] sum(long[] a, long[] b) {
        long[] sum = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    static long[] difference(long[] a, long[] b) {
        long[] difference = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            difference[i] = a[i] + TWICE[i] - b[i];
        }
        return difference;
    }

    /**
     * The product. A limb's part of weight 2^255 and more comes back 19-fold. For each pair of limbs, {@link #low} and
     * {@link #high} are below 2^51 and 2^60, so no sum of them reaches 2^63.
     */
    static long[] product(long[] a, long[] b) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long b0 = b[0];
        long b1 = b[1];
        long b2 = b[2];
        long b3 = b[3];
        long b4 = b[4];
        long c1 = FOLD * b1;
        long c2 = FOLD * b2;
        long c3 = FOLD * b3;
        long c4 = FOLD * b4;
        long high4 = high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0);
        long r0 = low(a0, b0) + low(a1, c4) + low(a2, c3) + low(a3, c2) + low(a4, c1) + FOLD * high4;
        long r1 = low(a0, b1)
                + low(a1, b0)
                + low(a2, c4)
                + low(a3, c3)
                + low(a4, c2)
                + (high(a0, b0) + high(a1, c4) + high(a2, c3) + high(a3, c2) + high(a4, c1));
        long r2 = low(a0, b2)
                + low(a1, b1)
                + low(a2, b0)
                + low(a3, c4)
                + low(a4, c3)
                + (high(a0, b1) + high(a1, b0) + high(a2, c4) + high(a3, c3) + high(a4, c2));
        long r3 = low(a0, b3)
                + low(a1, b2)
                + low(a2, b1)
                + low(a3, b0)
                + low(a4, c4)
                + (high(a0, b2) + high(a1, b1) + high(a2, b0) + high(a3, c4) + high(a4, c3));
        long r4 = low(a0, b4)
                + low(a1, b3)
                + low(a2, b2)
                + low(a3, b1)
                + low(a4, b0)
                + (high(a0, b3) + high(a1, b2) + high(a2, b1) + high(a3, b0) + high(a4, c4));
        r1 += r0 >>> BITS;
        r2 += r1 >>> BITS;
        r3 += r2 >>> BITS;
        r4 += r3 >>> BITS;
        return new long[] {(r0 & MASK) + FOLD * (r4 >>> BITS), r1 & MASK, r2 & MASK, r3 & MASK, r4 & MASK};
    }

    private static long low(long a, long b) {
        return (a * b) & MASK;
    }

    /** The product's bits from the 51st on. The factors are below 2^53 and 2^58. */
    private static long high(long a, long b) {
        return Math.multiplyHigh(a << 8, b << 5);
    }

    /** The inverse, by Fermat: to the power of 2^255 - 21. */
    static long[] inverse(long[] a) {
        long[] square = product(a, a);
        long[] to11 = product(product(a, squared(square, 2)), square);
        // From here on, the power is 2^n - 1 with the n in the name.
        long[] ones5 = product(squared(to11, 1), product(a, squared(square, 2)));
        long[] ones10 = product(squared(ones5, 5), ones5);
        long[] ones20 = product(squared(ones10, 10), ones10);
        long[] ones40 = product(squared(ones20, 20), ones20);
        long[] ones50 = product(squared(ones40, 10), ones10);
        long[] ones100 = product(squared(ones50, 50), ones50);
        long[] ones200 = product(squared(ones100, 100), ones100);
        long[] ones250 = product(squared(ones200, 50), ones50);
        return product(squared(ones250, 5), to11);
    }

    private static long[] squared(long[] a, int times) {
        long[] square = a;
        for (int i = 0; i < times; i++) {
            square = product(square, square);
        }
        return square;
    }

    /** The 32 bytes of a product, the lowest first, of its only representative below the prime. */
    static byte[] bytes(long[] product) {
        // 1 if the product is at least the prime, that is, if 19 more are at least 2^255. It is below twice the prime.
        long primes = FOLD;
        for (long limb : product) {
            primes = (limb + primes) >>> BITS;
        }
        long carry = FOLD * primes;
        long[] limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            carry += product[i];
            limbs[i] = carry & MASK;
            carry >>>= BITS;
        }
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(limbs[0] | (limbs[1] << 51))
                .putLong((limbs[1] >>> 13) | (limbs[2] << 38))
                .putLong((limbs[2] >>> 26) | (limbs[3] << 25))
                .putLong((limbs[3] >>> 39) | (limbs[4] << 12))
                .array();
    }
}
