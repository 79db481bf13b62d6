package io.caregate.audit.verify.dossier;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.dossier.PeriodScan.Border;
import io.caregate.audit.verify.dossier.PeriodScan.Found;
import io.caregate.auditlog.entry.EntryText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodScanTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
    private static final Period PERIOD = new Period(START.plusMillis(10), START.plusMillis(20));

    /** The times of entries 1, 2, 3 … in milliseconds; the period is from 10 to 19. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "         '' | 0-0 | 0 | 0 | 0",
                "          9 | 0-0 | 1 | 0 | 0",
                "         20 | 0-0 | 0 | 1 | 0",
                "         10 | 1-1 | 0 | 0 | 0",
                "         19 | 1-1 | 0 | 0 | 0",
                "    9 10 20 | 2-2 | 1 | 3 | 0",
                "    9 20 30 | 0-0 | 1 | 2 | 0",
                "9 9 10 10 19 19 20 20 | 3-6 | 2 | 7 | 0",
                "   9 15 5 15 20 | 2-4 | 1 | 5 | 1",
                "  15 25 5 15 30 | 1-4 | 0 | 5 | 2",
                "     25 9 15 30 | 3-3 | 2 | 4 | 0",
                "      25 9 8 30 | 0-0 | 0 | 1 | 0",
                "     9 15 5 30 | 2-2 | 1 | 3 | 0"
            })
    void scanWhenTimesAreThenTheRangeIsFromTheFirstInThePeriodToTheLast(
            String times, String range, long before, long after, long outside) {
        List<Integer> all = times.isBlank()
                ? List.of()
                : List.of(times.strip().split(" ")).stream()
                        .map(Integer::parseInt)
                        .toList();
        Found found = scan(all, null);
        assertThat(found.first() + "-" + found.last()).isEqualTo(range);
        assertThat(seq(found.before())).isEqualTo(before);
        assertThat(seq(found.after())).isEqualTo(after);
        assertThat(found.outside()).isEqualTo(outside);
    }

    /** What a dossier has of a log is found in it again, whatever the times are. */
    @Property(tries = 300)
    void scanWhenOfTheDossierAloneThenTheSameIsFound(@ForAll @Size(max = 40) List<@IntRange(max = 30) Integer> times) {
        Found whole = scan(times, null);
        Found again = scan(times, whole);
        assertThat(again.first()).isEqualTo(whole.first());
        assertThat(again.last()).isEqualTo(whole.last());
        assertThat(again.before()).isEqualTo(whole.before());
        assertThat(again.after()).isEqualTo(whole.after());
        assertThat(again.types()).isEqualTo(whole.types());
        assertThat(again.realms()).isEqualTo(whole.realms());
        assertThat(again.open()).isEqualTo(whole.open());
        assertThat(again.outside()).isEqualTo(whole.outside());
        assertThat(again.events()).isEqualTo(whole.events());
        assertThat(again.opened()).isEqualTo(again.open() + again.borders());
    }

    /** Scans all entries, or those that a dossier opens. Every fifth is the start of a node. */
    private static Found scan(List<Integer> times, @Nullable Found dossier) {
        PeriodScan scan = new PeriodScan(PERIOD);
        List<Integer> copy = new ArrayList<>(times);
        for (int i = 0; i < copy.size(); i++) {
            long seq = i + 1L;
            boolean isOpen = dossier == null
                    || (seq >= dossier.first() && seq <= dossier.last())
                    || seq == seq(dossier.before())
                    || seq == seq(dossier.after());
            if (isOpen) {
                String payload = "{\"details\":{},\"id\":\"" + seq + "\",\"realm\":\"r" + seq % 3 + "\",\"time\":\""
                        + START.plusMillis(copy.get(i)).toString().replaceAll("00Z$", "00.000Z") + "\",\"type\":\""
                        + (seq % 5 == 0 ? ServerEvent.START : "LOGIN_ERROR") + "\",\"v\":2}";
                scan.open(seq, EntryText.parse(payload), payload);
            }
        }
        return scan.found();
    }

    private static long seq(@Nullable Border border) {
        return border == null ? 0 : border.seq();
    }
}
