package io.caregate.audit.verify.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.fetch.Outcome.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private final List<String> said = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private boolean isRaisable = true;
    private Instant now = Instant.parse("2026-01-31T08:15:00Z");
    private Monitor.Run next = () -> outcome(State.IN_ORDER, "fine", 0);
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Monitor monitor =
            new Monitor(() -> next.once(), clock, Duration.ofMinutes(10), said::add, this::raise);

    private boolean raise(String line) {
        alarms.add(line);
        return isRaisable;
    }

    @Test
    void lineWhenNothingHasChangedThenNone() {
        turn(() -> outcome(State.IN_ORDER, "all in order", 0));
        turn(() -> outcome(State.IN_ORDER, "all in order", 0));
        turn(() -> outcome(State.IN_ORDER, "2 new entries", 2));
        turn(() -> outcome(State.IN_ORDER, "3 new entries", 3));
        assertThat(said).containsExactly("all in order", "2 new entries", "3 new entries");
        assertThat(alarms).isEmpty();
        assertThat(monitor.isInOrder()).isTrue();
    }

    @Test
    void alarmWhenWrongOrBehindThenOnceForEach() {
        turn(() -> outcome(State.IN_ORDER, "fine", 0));
        turn(() -> outcome(State.BEHIND, "behind", 0));
        turn(() -> outcome(State.BEHIND, "still behind", 0));
        turn(() -> outcome(State.WRONG, "forked", 0));
        turn(() -> outcome(State.WRONG, "still forked", 0));
        assertThat(alarms).containsExactly("behind", "forked");
        assertThat(monitor.isInOrder()).isFalse();
        turn(() -> outcome(State.IN_ORDER, "fine again", 0));
        turn(() -> outcome(State.WRONG, "forked again", 0));
        assertThat(alarms).containsExactly("behind", "forked", "forked again");
        assertThat(said).containsExactly("fine", "behind", "forked", "fine again", "forked again");
    }

    @Test
    void alarmWhenItCouldNotBeCheckedForTooLongThenOnce() {
        turn(() -> outcome(State.IN_ORDER, "fine", 0));
        Monitor.Run away = () -> {
            throw new AwayException("no answer");
        };
        turn(away);
        turn(away);
        assertThat(said).containsExactly("fine", "not checked: no answer");
        assertThat(alarms).isEmpty();
        now = now.plusSeconds(1);
        turn(away);
        turn(away);
        assertThat(alarms).containsExactly("not checked: no answer; NOT CHECKED since 2026-01-31T08:20:00Z");
        turn(() -> {
            throw new UnreadableException("no role");
        });
        assertThat(alarms).hasSize(2).last().asString().startsWith("not checked: no role");
    }

    /** A server may answer so slowly that a run never ends. */
    @Test
    void alarmWhenARunIsAtWorkForTooLongThenRaisedOnceFromAnotherThread() {
        Duration limit = Duration.ofMinutes(10);
        turn(() -> outcome(State.IN_ORDER, "fine", 0));
        turn(() -> {
            now = now.plus(Duration.ofMinutes(5));
            fromAnotherThread(() -> monitor.watch(limit));
            assertThat(alarms).isEmpty();
            now = now.plusSeconds(1);
            fromAnotherThread(() -> monitor.watch(limit));
            fromAnotherThread(() -> monitor.watch(limit));
            assertThat(alarms).singleElement().asString().startsWith("NOT CHECKED since 2026-01-31T08:20:00Z");
            assertThat(monitor.isInOrder()).isFalse();
            return outcome(State.IN_ORDER, "fine again", 0);
        });
        monitor.watch(limit);
        assertThat(alarms).hasSize(1);
        assertThat(said).hasSize(3).last().isEqualTo("fine again");
    }

    private static void fromAnotherThread(Runnable work) {
        assertThat(CompletableFuture.runAsync(work)).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void runWhenTheProgramFailsThenTheLogIsNotCheckedAndTheNextRunMayBe() {
        for (Throwable failure : List.of(new IllegalStateException("a defect"), new OutOfMemoryError("heap"))) {
            turn(() -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            });
        }
        assertThat(said).containsExactly("not checked: the program failed (java.lang.IllegalStateException: a defect)");
        assertThat(alarms).isEmpty();
        turn(() -> {
            throw new OutOfMemoryError("heap");
        });
        assertThat(alarms).singleElement().asString().contains("heap", "NOT CHECKED since 2026-01-31T08:15:00Z");
        turn(() -> outcome(State.IN_ORDER, "fine", 0));
        assertThat(monitor.isInOrder()).isTrue();
    }

    @Test
    void alarmWhenItCouldNotBeRaisedThenRaisedAgainUntilItIs() {
        isRaisable = false;
        turn(() -> outcome(State.WRONG, "forked", 0));
        turn(() -> outcome(State.WRONG, "still forked", 0));
        assertThat(monitor.isInOrder()).isFalse();
        isRaisable = true;
        turn(() -> outcome(State.WRONG, "forked for long", 0));
        turn(() -> outcome(State.WRONG, "forked for longer", 0));
        assertThat(alarms).containsExactly("forked", "still forked", "forked for long");
        assertThat(said).containsExactly("forked");
    }

    @Test
    void lineWhenItsFindingsAreOthersThenSaid() {
        turn(() -> wrong("edited", Finding.Kind.EDITED));
        turn(() -> wrong("edited", Finding.Kind.EDITED));
        turn(() -> wrong("forked", Finding.Kind.FORK));
        assertThat(said).containsExactly("edited", "forked");
        assertThat(alarms).containsExactly("edited");
    }

    private static Outcome wrong(String line, Finding.Kind kind) {
        return new Outcome(State.WRONG, line, 0, List.of(new Finding(kind, 1, 2, "found")));
    }

    private void turn(Monitor.Run run) {
        now = now.plus(Duration.ofMinutes(5));
        next = run;
        monitor.turn();
    }

    private static Outcome outcome(State state, String line, long added) {
        return new Outcome(state, line, added, List.of());
    }
}
