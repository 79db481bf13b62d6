package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.OpenEntries;
import io.caregate.auditlog.entry.EntryText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of a period among the open ones of a log: all from the first to the last, by number, whose time is
 * in it. Times need not rise, so an entry in between may be of another time, and is part of it. The nearest open
 * entries outside are its borders. If no entry is of the period, the borders are the first open entry that is of a
 * later time, and the open one before it: between them there is nothing.
 *
 * <p>It remembers the same whether it sees the whole log or only these entries. Its memory does not grow with the log.
 */
final class PeriodScan implements OpenEntries {
    /** The most types, names and starts that are told apart. */
    static final int MOST = 200;

    private final Period period;
    private final Map<String, ServerEvent> started = new LinkedHashMap<>();
    private @Nullable Border previous;
    private @Nullable Border before;
    private @Nullable Border after;
    private boolean isLaterSeen;
    private List<ServerEvent> startedBefore = List.of();
    private long first;
    private long last;
    private long opened;
    private Tally within = new Tally();
    private Tally pending = new Tally();

    PeriodScan(Period period) {
        this.period = period;
    }

    /** An open entry outside of the period, next to it. */
    record Border(long seq, Instant time) {}

    /**
     * What was found.
     *
     * @param first the number of the first entry; 0 if there is none, as for {@code last}
     * @param before the nearest open entry before; null if there is none, as for {@code after}
     * @param opened the open entries in all that was read
     * @param open the open entries from the first to the last
     * @param outside those among them whose time is not in the period
     * @param types how many of them are of each type
     * @param realms the names that they give their realm
     * @param startedBefore the last start of each node before the first entry
     * @param events starts and stops from the first entry to the last, the first {@value #MOST}
     * @param moreEvents the number of others
     */
    record Found(
            long first,
            long last,
            @Nullable Border before,
            @Nullable Border after,
            long opened,
            long open,
            long outside,
            SortedMap<String, Long> types,
            SortedSet<String> realms,
            List<ServerEvent> startedBefore,
            List<ServerEvent> events,
            long moreEvents) {
        /** For a dossier that opens no entry. */
        static final Found NOTHING = new Found(
                0,
                0,
                null,
                null,
                0,
                0,
                0,
                Collections.emptySortedMap(),
                Collections.emptySortedSet(),
                List.of(),
                List.of(),
                0);

        boolean isEmpty() {
            return first == 0;
        }

        /** The number of open entries outside of the range, which are its borders if there are no others. */
        long borders() {
            return (before == null ? 0L : 1L) + (after == null ? 0L : 1L);
        }
    }

    @Override
    public void open(long seq, EntryText entry, String text) {
        Border now = new Border(seq, entry.time());
        ServerEvent event = ServerEvent.isOne(entry) ? ServerEvent.of(seq, entry, text) : null;
        boolean isWithin = period.contains(entry.time());
        opened++;
        if (isWithin && first == 0) {
            first = seq;
            before = previous;
            startedBefore = List.copyOf(started.values());
        }
        if (first == 0) {
            outside(now);
            if (event != null && event.isServerStart()) {
                remember(event);
            }
        } else {
            pending.add(entry, event, isWithin);
            if (isWithin) {
                last = seq;
                after = null;
                within.add(pending);
                pending = new Tally();
            } else if (after == null) {
                after = now;
            }
        }
        previous = now;
    }

    /** An entry while none is of the period. */
    private void outside(Border now) {
        if (!isLaterSeen && !now.time().isBefore(period.to())) {
            isLaterSeen = true;
            before = previous;
            after = now;
            startedBefore = List.copyOf(started.values());
        }
    }

    private void remember(ServerEvent start) {
        started.remove(start.node());
        started.put(start.node(), start);
        if (started.size() > MOST) {
            started.remove(started.keySet().iterator().next());
        }
    }

    Found found() {
        boolean isAtEnd = first == 0 && !isLaterSeen;
        return new Found(
                first,
                last,
                isAtEnd ? previous : before,
                after,
                opened,
                within.open,
                within.outside,
                within.types,
                within.realms,
                isAtEnd ? List.copyOf(started.values()) : startedBefore,
                within.events,
                within.more);
    }

    /** What some entries are. */
    private static final class Tally {
        private final SortedMap<String, Long> types = new TreeMap<>();
        private final SortedSet<String> realms = new TreeSet<>();
        private final List<ServerEvent> events = new ArrayList<>();
        private long more;
        private long open;
        private long outside;

        void add(EntryText entry, @Nullable ServerEvent event, boolean isWithin) {
            open++;
            outside += isWithin ? 0 : 1;
            count(String.valueOf(entry.text("type")), 1);
            name(entry.text("realm"));
            if (event != null) {
                add(event);
            }
        }

        void add(Tally later) {
            open += later.open;
            outside += later.outside;
            more += later.more;
            later.types.forEach(this::count);
            later.realms.forEach(this::name);
            later.events.forEach(this::add);
        }

        private void count(String type, long count) {
            if (types.size() < MOST || types.containsKey(type)) {
                types.merge(type, count, Long::sum);
            }
        }

        private void name(@Nullable String realm) {
            if (realm != null && realms.size() < MOST) {
                realms.add(realm);
            }
        }

        private void add(ServerEvent event) {
            if (events.size() < MOST) {
                events.add(event);
            } else {
                more++;
            }
        }
    }
}
