package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BlankEntriesTest {

    @Test
    void entryWhenNullEmptyOrBlankThenFoundOnceForItsList() {
        assertThat(BlankEntries.check(Arrays.asList("https://app.example.org", null, "", " "), List.of("+", "")))
                .extracting(Finding::field)
                .containsExactly("redirectUris", "webOrigins");
    }

    @Test
    void listWhenAbsentEmptyOrFilledThenNothingFound() {
        assertThat(BlankEntries.check(null, null)).isEmpty();
        assertThat(BlankEntries.check(List.of(), List.of("+"))).isEmpty();
        assertThat(BlankEntries.check(List.of("*"), null)).isEmpty();
    }

    @Test
    void fieldWhenLeftEmptyInTheAdminConsoleThenNothingFound() {
        assertThat(BlankEntries.check(List.of(""), List.of(""))).isEmpty();
        assertThat(BlankEntries.check(List.of(" "), List.of("", ""))).hasSize(2);
    }
}
