package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    @Test
    void textWhenLongerThanItsColumnThenRefused() {
        assertThat(StorableText.problem("x".repeat(256), StorableText.COLUMN))
                .hasValue("it has more than 255 characters; shorten it");
        assertThat(StorableText.problem("x".repeat(255), StorableText.COLUMN)).isEmpty();
        assertThat(StorableText.problem("x".repeat(256), Integer.MAX_VALUE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\ud800", "\udfff", "a\ud83d", "\ude00\ud83d"})
    void textWhenNotEveryDatabaseTakesItThenRefused(String text) {
        assertThat(StorableText.problem(text, StorableText.COLUMN))
                .hasValue("it has a NUL character or half of a surrogate pair; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0001", "\r\n", "\ud7ff", "\ue000", "\ud83d\ude00", "\uffff"})
    void textWhenOnlyUnusualThenAccepted(String text) {
        assertThat(StorableText.problem(text, StorableText.COLUMN)).isEmpty();
    }

    @Test
    void textWhenThereIsNoneThenAccepted() {
        assertThat(StorableText.problem(null, StorableText.COLUMN)).isEmpty();
    }
}
