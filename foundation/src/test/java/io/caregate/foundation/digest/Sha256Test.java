package io.caregate.foundation.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The example of FIPS 180-4. */
    @Test
    void textWhenHashedThenAsTheStandardHasIt() {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Sha256.hex("abc")).isEqualTo(abc);
        assertThat(Sha256.of("abc")).isEqualTo(HexFormat.of().parseHex(abc));
        assertThat(Sha256.hex("\u00e9")).isNotEqualTo(Sha256.hex("e"));
    }
}
