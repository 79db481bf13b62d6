package io.caregate.audit.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import io.caregate.foundation.option.TestConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeOptionsTest {
    private static NoticeOptions read(Map<String, String> given) {
        return TestConfig.during(
                TestConfig.fullNames("--spi-events-listener--caregate-audit--", given),
                () -> NoticeOptions.from(Options.of("events-listener", "caregate-audit", NoticeOptions.NAMES)));
    }

    @Test
    void noticesWhenNothingIsGivenThenForNobody() {
        assertThat(read(Map.of()).to()).isEmpty();
        assertThat(read(Map.of()).after()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void noticesWhenAddressesAreGivenThenForEachOnce() {
        assertThat(read(Map.of("notices-to", "a@b.example, c.d+e@f.example ,a@b.example", "notices-after", "PT1H")))
                .isEqualTo(new NoticeOptions(List.of("a@b.example", "c.d+e@f.example"), Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a@", "@b.example", "a@b.example,", "A <a@b.example>", "a@b.example\r\nBcc: c@d"})
    void addressWhenItIsNoneThenTheStartSaysWhatIsAllowed(String address) {
        assertThatThrownBy(() -> read(Map.of("notices-to", address)))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContaining("mail addresses");
    }
}
