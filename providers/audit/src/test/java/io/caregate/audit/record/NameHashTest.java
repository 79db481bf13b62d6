package io.caregate.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NameHashTest {
    private final NameHash hash = new NameHash(new byte[32]);

    @Test
    void isTheSameForTheSameName() {
        assertThat(hash.of("r", "alice")).isEqualTo(hash.of("r", "alice")).matches("hmac-sha256:[A-Za-z0-9_-]{43}");
    }

    @Test
    void differsByNameRealmAndKey() {
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(hash.of("r", "alice"))
                .isNotEqualTo(hash.of("r", "Alice"))
                .isNotEqualTo(hash.of("s", "alice"))
                .isNotEqualTo(hash.of("ra", "lice"))
                .isNotEqualTo(new NameHash(other).of("r", "alice"));
    }

    @Test
    void refusesAShortKey() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NameHash(new byte[31]));
    }
}
