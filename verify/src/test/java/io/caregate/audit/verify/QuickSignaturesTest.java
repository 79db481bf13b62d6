package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.tree.SignatureCheck;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of RFC 8032, and Java's own signatures. */
class QuickSignaturesTest {
    private static final int HALF = 32;
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final KeyPair PAIR = pair();

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
    void signatureWhenOfTheRfcThenAcceptedAndNotWithAnotherBit(String key, String message, String signature) {
        HexFormat hex = HexFormat.of();
        SignatureCheck check = QuickSignatures.of(hex.parseHex(key));
        byte[] signed = hex.parseHex(signature);
        assertThat(check.verifies(hex.parseHex(message), signed)).isTrue();
        for (int bit = 0; bit < signed.length * Byte.SIZE; bit++) {
            byte[] flipped = signed.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(check.verifies(hex.parseHex(message), flipped))
                    .as("bit " + bit)
                    .isFalse();
        }
    }

    @Property(tries = 50)
    void signatureWhenMadeByJavaThenAcceptedForItsMessageAndKeyOnly(@ForAll byte[] message)
            throws GeneralSecurityException {
        byte[] signature = sign(message);
        assertThat(check(PAIR).verifies(message, signature)).isTrue();
        assertThat(check(PAIR).verifies(Arrays.copyOf(message, message.length + 1), signature))
                .isFalse();
        assertThat(check(pair()).verifies(message, signature)).isFalse();
    }

    /** A signature has one form: S is below the order (section 5.1.7). */
    @Property(tries = 50)
    void signatureWhenItsScalarIsLargerByTheOrderThenNotAccepted(
            @ForAll byte[] message, @ForAll @IntRange(min = 1, max = 14) int times) throws GeneralSecurityException {
        byte[] signature = sign(message);
        byte[] scalar = reversed(Arrays.copyOfRange(signature, HALF, 2 * HALF));
        byte[] larger = new BigInteger(1, scalar)
                .add(ORDER.multiply(BigInteger.valueOf(times)))
                .toByteArray();
        byte[] written = new byte[HALF];
        int from = Math.max(0, larger.length - HALF);
        System.arraycopy(larger, from, written, HALF - (larger.length - from), larger.length - from);
        System.arraycopy(reversed(written), 0, signature, HALF, HALF);
        assertThat(check(PAIR).verifies(message, signature)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 63, 65, 128})
    void signatureWhenOfAnotherLengthThenNotAccepted(int length) throws GeneralSecurityException {
        byte[] message = {1};
        assertThat(check(PAIR).verifies(message, Arrays.copyOf(sign(message), length)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not on the curve: y is 2.
                "0200000000000000000000000000000000000000000000000000000000000000",
                // y is the prime.
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                // x is 0, and its sign is set.
                "0100000000000000000000000000000000000000000000000000000000000080"
            })
    void keyWhenItIsNoPointThenNothingIsAccepted(String key) throws GeneralSecurityException {
        byte[] message = {1};
        assertThat(QuickSignatures.of(HexFormat.of().parseHex(key)).verifies(message, sign(message)))
                .isFalse();
    }

    private static SignatureCheck check(KeyPair pair) {
        byte[] der = pair.getPublic().getEncoded();
        return QuickSignatures.of(Arrays.copyOfRange(der, der.length - HALF, der.length));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] sign(byte[] message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(PAIR.getPrivate());
        signer.update(message);
        return signer.sign();
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
