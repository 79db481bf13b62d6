package io.caregate.audit.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.integrity.Damage;
import io.caregate.audit.integrity.DamageTable;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.read.EventPage.Found;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.SealedEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a realm's log is not what was sealed: what the check has found, and what a page has just shown. It goes with
 * every list and export whatever their filters are, since an entry whose columns were changed is found by no filter.
 */
final class DamagedEntries {
    /** So many are named in an answer, and all of them counted. */
    static final int MOST = 100;

    private static final int MOST_EXPORTED = 10_000;
    private static final String TYPE = "CAREGATE_AUDIT_DAMAGED";

    private final DamageTable table;
    private final Suspects suspects;
    private final String realmId;

    DamagedEntries(Tables tables, Suspects suspects, String realmId) {
        this.table = new DamageTable(tables);
        this.suspects = suspects;
        this.realmId = realmId;
    }

    /** Adds {@code damaged} and {@code damagedCount} to an answer with this page. */
    void put(ObjectNode answer, Connection connection, List<Found> page) throws SQLException {
        Map<Long, Damage> damages = seen(page);
        long count = table.count(connection, realmId);
        table.of(connection, realmId, MOST).forEach(damage -> damages.put(damage.seq(), damage));
        put(answer, damages.values(), Math.max(count, damages.size()));
    }

    /** The same from the page alone. */
    void put(ObjectNode answer, List<Found> page) {
        Map<Long, Damage> damages = seen(page);
        put(answer, damages.values(), damages.size());
    }

    /** How many there are. */
    long count(Connection connection) throws SQLException {
        return table.count(connection, realmId);
    }

    /** All of them by number, with those of the pages of an export, as entries that name nothing of what is damaged. */
    List<SealedEntry> exported(Connection connection, Map<Long, Damage> seen) throws SQLException {
        Map<Long, Damage> damages = new TreeMap<>(seen);
        table.of(connection, realmId, MOST_EXPORTED).forEach(damage -> damages.put(damage.seq(), damage));
        return damages.values().stream().map(this::entry).toList();
    }

    /** What a page shows, by number; the check looks at it next. */
    Map<Long, Damage> seen(List<Found> page) {
        Map<Long, Damage> damages = new TreeMap<>();
        for (Found found : page) {
            Verdict damage = found.damage();
            Long seq = found.seq();
            if (damage != null && seq != null) {
                suspects.add(seq);
                damages.put(seq, new Damage(seq, damage.realmId(), realmId, damage.what(), Instant.now()));
            }
        }
        return damages;
    }

    private SealedEntry entry(Damage damage) {
        String id = "damaged-" + damage.seq();
        return new SealedEntry(
                damage.seq(),
                id,
                realmId,
                CanonicalJson.of(Map.of(
                        "v",
                        1,
                        "id",
                        id,
                        "time",
                        damage.found().toString(),
                        "type",
                        TYPE,
                        "realmId",
                        realmId,
                        "details",
                        Map.of("count", "1", "seq." + damage.seq(), damage.what()))));
    }

    private static void put(ObjectNode answer, Collection<Damage> damages, long count) {
        ArrayNode list = answer.putArray("damaged");
        damages.stream().limit(MOST).forEach(damage -> put(list.addObject(), damage));
        answer.put("damagedCount", count);
    }

    private static void put(ObjectNode one, Damage damage) {
        one.put("seq", damage.seq()).put("found", damage.found().toString());
        ArrayNode what = one.putArray("what");
        List.of(damage.what().split(",")).forEach(what::add);
    }
}
