package io.caregate.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CursorTest {
    @ParameterizedTest
    @EnumSource(Order.class)
    void aCursorIsReadBack(Order order) {
        Cursor cursor = Cursor.after(order, 17);
        assertThat(Cursor.parse(cursor.toString())).contains(cursor);
        assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void aCursorOfAnEntryWithoutNumberIsReadBack() {
        Cursor cursor = Cursor.afterUnsealed("0190163d-8694-739b-aea5-966c26f8ad91");
        assertThat(Cursor.parse(cursor.toString())).contains(cursor);
    }

    @Test
    void aCursorOfASearchIsReadBack() {
        Cursor cursor = Cursor.after(Order.DESC, 17).ofSearch("0190163d-8694-739b-aea5-966c26f8ad91");
        assertThat(Cursor.parse(cursor.toString())).contains(cursor);
    }
}
