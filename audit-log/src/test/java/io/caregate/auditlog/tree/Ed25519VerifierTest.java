package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Java's own verification is the standard, and the vectors of RFC 8032 are another one. */
class Ed25519VerifierTest {
    private static final int HALF = 32;
    private static final KeyPair PAIR = pair();
    private static final byte[] KEY = bytes(PAIR);
    private static final Ed25519Verifier VERIFIER = Ed25519Verifier.of(KEY).orElseThrow();
    private static final BigInteger P = Ed25519.P;

    /** RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc). */
    @ParameterizedTest
    @CsvSource({
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
                + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
                + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    })
    void signatureWhenOfTheRfcThenVerifiedAndNotWithAnotherBit(String key, String message, String signature) {
        HexFormat hex = HexFormat.of();
        Ed25519Verifier verifier = Ed25519Verifier.of(hex.parseHex(key)).orElseThrow();
        byte[] signed = hex.parseHex(signature);
        assertThat(verifier.verifies(hex.parseHex(message), signed)).isTrue();
        for (int bit = 0; bit < signed.length * Byte.SIZE; bit++) {
            assertThat(verifier.verifies(hex.parseHex(message), flipped(signed, bit)))
                    .as("bit " + bit)
                    .isFalse();
        }
    }

    @Property(tries = 100)
    void signatureWhenMadeByJavaThenVerifiedAndNotForAnotherMessageOrKey(@ForAll byte[] message, @ForAll int seed)
            throws GeneralSecurityException {
        byte[] signature = sign(PAIR, message);
        assertThat(VERIFIER.verifies(message, signature)).isTrue();
        assertThat(VERIFIER.verifies(Arrays.copyOf(message, message.length + 1), signature))
                .isFalse();
        byte[] garbage = new byte[2 * HALF];
        new Random(seed).nextBytes(garbage);
        garbage[garbage.length - 1] &= 0x0F;
        assertThat(VERIFIER.verifies(message, garbage)).isFalse();
        assertThat(isVerifiedByJava(message, garbage)).isFalse();
    }

    @Property(tries = 20)
    void signatureWhenOfAnyKeyThenVerifiedByThatKeyOnly(@ForAll byte[] message) throws GeneralSecurityException {
        KeyPair other = pair();
        byte[] signature = sign(other, message);
        assertThat(Ed25519Verifier.of(bytes(other)).orElseThrow().verifies(message, signature))
                .isTrue();
        assertThat(VERIFIER.verifies(message, signature)).isFalse();
    }

    /** A signature has one form: S is below the order (section 5.1.7), and R is written as the point is. */
    @Property(tries = 100)
    void signatureWhenItsScalarIsLargerByTheOrderThenNotVerified(
            @ForAll byte[] message, @ForAll @IntRange(min = 1, max = 14) int times) throws GeneralSecurityException {
        byte[] signature = sign(PAIR, message);
        BigInteger s = Ed25519.number(Arrays.copyOfRange(signature, HALF, 2 * HALF));
        byte[] larger = Ed25519.bytes(s.add(Ed25519.ORDER.multiply(BigInteger.valueOf(times))));
        System.arraycopy(larger, 0, signature, HALF, HALF);
        assertThat(VERIFIER.verifies(message, signature)).isFalse();
        assertThat(isVerifiedByJava(message, signature)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 65, 128})
    void signatureWhenOfAnotherLengthThenNotVerified(int length) throws GeneralSecurityException {
        byte[] message = {1};
        assertThat(VERIFIER.verifies(message, Arrays.copyOf(sign(PAIR, message), length)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not on the curve: y is 2, and 2 with the other sign.
                "0200000000000000000000000000000000000000000000000000000000000000",
                "0200000000000000000000000000000000000000000000000000000000000080",
                // y is the prime, and one more than it.
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                // x is 0, and its sign is set.
                "0100000000000000000000000000000000000000000000000000000000000080"
            })
    void keyWhenItIsNoPointThenNoVerifier(String key) {
        assertThat(Ed25519Verifier.of(HexFormat.of().parseHex(key))).isEmpty();
    }

    @Property(tries = 50)
    void pointWhenEncodedThenDecodedToItself(@ForAll @IntRange(min = 1) int scalar) {
        Ed25519.Point point = Ed25519.BASE.times(BigInteger.valueOf(scalar));
        assertThat(Ed25519.Point.decoded(point.encoded())).contains(point);
        assertThat(Ed25519.Point.decoded(point.negated().encoded())).contains(point.negated());
    }

    /** Limbs at the ends of what they may be, where a carry would be lost if one could be. */
    @Property(tries = 1000)
    void productWhenOfAnyLimbsThenThatOfTheNumbers(@ForAll long seed) {
        Random random = new Random(seed);
        long[] a = limbs(random);
        long[] b = limbs(random);
        BigInteger product = value(a).multiply(value(b)).mod(P);
        long[] computed = Field25519.product(a, b);
        assertThat(value(computed).mod(P)).isEqualTo(product);
        assertThat(Ed25519.number(Field25519.bytes(computed))).isEqualTo(product);
        for (long limb : computed) {
            assertThat(limb).isBetween(0L, (1L << 51) + (1L << 18));
        }
        long[] other = Field25519.product(b, b);
        assertThat(value(Field25519.sum(computed, other)).mod(P))
                .isEqualTo(product.add(value(b).pow(2)).mod(P));
        assertThat(value(Field25519.difference(computed, other)).mod(P))
                .isEqualTo(product.subtract(value(b).pow(2)).mod(P));
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, -1, 0, 1, 2, 18, 19, 20, 1L << 15})
    void bytesWhenOfANumberNextToThePrimeThenThoseOfItsRest(long more) {
        for (BigInteger near : new BigInteger[] {P, BigInteger.TWO.pow(255)}) {
            BigInteger number = near.add(BigInteger.valueOf(more));
            long[] limbs = Field25519.of(number.min(BigInteger.TWO.pow(255).subtract(BigInteger.ONE)));
            limbs[0] += number.subtract(value(limbs)).longValueExact();
            assertThat(Ed25519.number(Field25519.bytes(limbs))).isEqualTo(number.mod(P));
        }
    }

    @Property(tries = 50)
    void inverseWhenMultipliedThenOne(@ForAll long seed) {
        long[] a = Field25519.product(limbs(new Random(seed)), Field25519.of(BigInteger.TWO));
        BigInteger expected = value(a).mod(P).signum() == 0 ? BigInteger.ZERO : BigInteger.ONE;
        assertThat(Ed25519.number(Field25519.bytes(Field25519.product(a, Field25519.inverse(a)))))
                .isEqualTo(expected);
    }

    private static long[] limbs(Random random) {
        long most = (1L << 53) - 1;
        long[] limbs = new long[5];
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = switch (random.nextInt(4)) {
                case 0 -> most - random.nextInt(3);
                case 1 -> (1L << 51) - 2 + random.nextInt(4);
                case 2 -> random.nextInt(3);
                default -> random.nextLong() & most;
            };
        }
        return limbs;
    }

    private static BigInteger value(long[] limbs) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < limbs.length; i++) {
            value = value.add(BigInteger.valueOf(limbs[i]).shiftLeft(51 * i));
        }
        return value;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        return flipped;
    }

    private static boolean isVerifiedByJava(byte[] message, byte[] signature) throws GeneralSecurityException {
        Signature java = Signature.getInstance("Ed25519");
        java.initVerify(PAIR.getPublic());
        java.update(message);
        try {
            return java.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] sign(KeyPair by, byte[] message) throws GeneralSecurityException {
        Signature java = Signature.getInstance("Ed25519");
        java.initSign(by.getPrivate());
        java.update(message);
        return java.sign();
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(KeyPair pair) {
        byte[] spki = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(spki, spki.length - HALF, spki.length);
    }
}
