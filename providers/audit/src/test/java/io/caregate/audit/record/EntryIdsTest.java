package io.caregate.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EntryIdsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T08:15:00Z"));
    private final EntryIds ids = new EntryIds(now::get);

    @Test
    void areUuidsOfVersionSevenWithTheTimeInFront() {
        UUID id = UUID.fromString(ids.next());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.get().toEpochMilli());
    }

    @Test
    void growWithinOneMillisecondAndBeyondItsCounter() {
        assertThat(next(10_000)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void growWhenTheClockIsSetBack() {
        List<String> before = next(3);
        now.set(now.get().minusSeconds(3600));
        before.addAll(next(3));
        assertThat(before).isSorted();
    }

    private List<String> next(int count) {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(ids.next());
        }
        return made;
    }
}
