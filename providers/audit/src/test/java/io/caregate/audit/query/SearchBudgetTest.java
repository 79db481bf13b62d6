package io.caregate.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchBudgetTest {
    private static final Duration MOST = Duration.ofMillis(800);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);

    /** From a database on a slow disk to one in memory. */
    @ParameterizedTest
    @ValueSource(longs = {20_000, 100_000, 1_000_000, 20_000_000})
    void searchWhenTheDatabaseReadsSoManyASecondThenMostOfTheTimeIsUsedAndNotMore(long rowsASecond) {
        SearchBudget budget = new SearchBudget(MOST, clock::get);
        long began = clock.get();
        long read = 0;
        int parts = 0;
        boolean more = true;
        while (more) {
            clock.addAndGet(budget.width() * 1_000_000_000 / rowsASecond);
            read += budget.width();
            parts++;
            more = budget.goOn();
        }
        Duration took = Duration.ofNanos(clock.get() - began);

        assertThat(took)
                .isBetween(
                        MOST.multipliedBy(6).dividedBy(10),
                        MOST.multipliedBy(12).dividedBy(10));
        assertThat(read).isGreaterThan(rowsASecond * 4 / 10);
        assertThat(parts).isBetween(3, 12);
    }

    @Test
    void searchWhenEverythingIsEmptyThenItSoonTakesWideParts() {
        SearchBudget budget = new SearchBudget(MOST, clock::get);
        long read = 0;
        for (int part = 0; part < 12; part++) {
            read += budget.width();
            clock.addAndGet(Duration.ofMillis(1).toNanos());
            assertThat(budget.goOn()).isTrue();
        }
        assertThat(read).isGreaterThan(10_000_000);
    }

    @Test
    void partWhenItTookAllTheTimeThenThereIsNoOther() {
        SearchBudget budget = new SearchBudget(MOST, clock::get);
        clock.addAndGet(MOST.toNanos());

        assertThat(budget.goOn()).isFalse();
    }

    @Test
    void partWhenItWasSlowThenTheNextIsNarrowerButNotEmpty() {
        SearchBudget budget = new SearchBudget(MOST, clock::get);
        long first = budget.width();
        clock.addAndGet(Duration.ofMillis(400).toNanos());
        assertThat(budget.goOn()).isTrue();
        assertThat(budget.width()).isBetween(first / 3, first * 2 / 3);

        clock.addAndGet(Duration.ofHours(1).toNanos());
        budget.goOn();
        assertThat(budget.width()).isEqualTo(1000);
    }
}
