package io.caregate.audit.query;

import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.integrity.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of entries, and the cursor of the next one if there is one. A page is {@code interrupted} when the time for
 * one answer ran out before the page was full or the log at its end. {@code searchedTo} is then the time of the last
 * entry that was searched.
 */
public record EventPage(List<Found> events, Optional<Cursor> next, boolean interrupted, Optional<Instant> searchedTo) {
    public EventPage {
        events = List.copyOf(events);
    }

    /** A page that was not interrupted. */
    public EventPage(List<Found> events, Optional<Cursor> next) {
        this(events, next, false, Optional.empty());
    }

    static EventPage interrupted(List<Found> events, Cursor next, Optional<Instant> searchedTo) {
        return new EventPage(events, Optional.of(next), true, searchedTo);
    }

    /** The same page, whose next one continues the search that this entry has recorded. */
    public EventPage ofSearch(String entryId) {
        return interrupted
                ? new EventPage(events, next.map(cursor -> cursor.ofSearch(entryId)), true, searchedTo)
                : this;
    }

    /**
     * The page that the query's answer makes. {@code sealed} and {@code unsealed} hold up to one more than the limit,
     * each in the query's order.
     */
    static EventPage of(EventQuery query, List<Found> sealed, List<Found> unsealed) {
        return query.order() == Order.DESC
                ? newestFirst(query.limit(), sealed, unsealed)
                : bySeq(query, sealed, unsealed);
    }

    private static EventPage newestFirst(int limit, List<Found> sealed, List<Found> unsealed) {
        List<Found> all = new ArrayList<>(unsealed);
        all.addAll(sealed);
        if (all.size() <= limit) {
            return new EventPage(all, Optional.empty());
        }
        Found last = all.get(limit - 1);
        Cursor next = last.seq() == null ? Cursor.afterUnsealed(last.id()) : Cursor.after(Order.DESC, last.seq());
        return new EventPage(all.subList(0, limit), Optional.of(next));
    }

    /**
     * Entries without a number come at the end if all of them fit there. If not, they are left for the next page, where
     * they will have one: a cursor within them could skip an entry that another node commits late.
     */
    private static EventPage bySeq(EventQuery query, List<Found> sealed, List<Found> unsealed) {
        if (sealed.size() + unsealed.size() <= query.limit()) {
            List<Found> all = new ArrayList<>(sealed);
            all.addAll(unsealed);
            return new EventPage(all, Optional.empty());
        }
        List<Found> page = sealed.subList(0, Math.min(sealed.size(), query.limit()));
        long before = query.cursor().map(Cursor::seq).orElse(0L);
        Long last = page.isEmpty()
                ? Long.valueOf(before)
                : page.get(page.size() - 1).seq();
        return new EventPage(page, Optional.of(Cursor.after(Order.ASC, last == null ? before : last)));
    }

    /** The entries that may be shown: those that are as they were sealed. */
    public List<Found> intact() {
        return events.stream().filter(found -> found.damage() == null).toList();
    }

    /**
     * An entry that was found. It has no number until it is sealed.
     *
     * @param damage the parts that differ from what was sealed; then nothing else of it is shown
     */
    public record Found(
            @Nullable Long seq,
            String id,
            String payload,
            @Nullable Verdict damage) {
        /** An intact entry. */
        public Found(@Nullable Long seq, String id, String payload) {
            this(seq, id, payload, null);
        }

        /** The row, as far as it can be trusted. */
        static Found of(StoredRow row, RowCheck check) {
            Verdict verdict = check.of(row);
            String payload = row.payload();
            return new Found(
                    row.seq(),
                    row.columns().id(),
                    payload == null ? "" : payload,
                    verdict.isIntact() && payload != null ? null : verdict);
        }
    }
}
