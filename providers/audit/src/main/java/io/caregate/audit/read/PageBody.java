package io.caregate.audit.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import io.caregate.audit.integrity.Damage;
import io.caregate.audit.query.Cursor;
import io.caregate.audit.query.DamagedEntries;
import io.caregate.audit.query.EventPage;
import io.caregate.auditlog.entry.SealedEntry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/** A page of entries as JSON, with the damage in the realm's log. */
final class PageBody {
    private static final List<String> ALWAYS =
            List.of("id", "seq", "time", "type", "error", "realm", "client", "user", "ip", "details");

    private PageBody() {}

    static ObjectNode of(EventPage page, DamagedEntries.Listed damaged) {
        ObjectNode body = JsonSerialization.createObjectNode();
        ArrayNode events = body.putArray("events");
        page.intact().forEach(found -> events.add(event(found)));
        body.put("next", page.next().map(Cursor::toString).orElse(null));
        if (page.interrupted()) {
            body.put("searchedTo", page.searchedTo().map(Instant::toString).orElse(null));
        }
        ArrayNode list = body.putArray("damaged");
        damaged.damages().forEach(damage -> put(list.addObject(), damage));
        return body.put("damagedCount", damaged.count());
    }

    /** A page for the user whom its entries are about. Of damage in the realm's log it says only how much there is. */
    static ObjectNode ofAccount(List<EventPage.Found> shown, Optional<Cursor> next, boolean successes, long damaged) {
        ObjectNode body = JsonSerialization.createObjectNode();
        ArrayNode events = body.putArray("events");
        shown.forEach(found -> events.add(event(found)));
        body.put("next", next.map(Cursor::toString).orElse(null));
        return body.put("successes", successes).put("damagedCount", damaged);
    }

    /** The payload with its number. The keys that every reader looks for are present even without a value. */
    static ObjectNode event(EventPage.Found found) {
        // The format makes an entry even of a row that holds none: text that was written into the table is shown, not
        // hidden.
        EntryView entry = EntryView.of(
                new SealedEntry(Objects.requireNonNullElse(found.seq(), 0L), found.id(), "", found.payload()));
        ObjectNode event = JsonSerialization.createObjectNode();
        ALWAYS.forEach(event::putNull);
        event.setAll(Format.JSON.toObject(entry));
        return event.put("seq", found.seq());
    }

    private static void put(ObjectNode one, Damage damage) {
        one.put("seq", damage.seq()).put("found", damage.found().toString());
        ArrayNode what = one.putArray("what");
        List.of(damage.what().split(",")).forEach(what::add);
    }
}
