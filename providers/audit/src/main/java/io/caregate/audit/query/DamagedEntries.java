package io.caregate.audit.query;

import io.caregate.audit.integrity.Damage;
import io.caregate.audit.integrity.DamageTable;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.query.EventPage.Found;
import io.caregate.audit.record.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The damage in a realm's log: the findings of the check, and those of the page just read. It goes with every list and
 * export whatever their filters are, since no filter finds an entry whose columns were changed.
 */
public final class DamagedEntries {
    /** The most that an answer lists. It counts all of them. */
    static final int MOST = 100;

    private static final int MOST_EXPORTED = 10_000;

    private final DamageTable table;
    private final Suspects suspects;
    private final String realmId;

    /** Those of this realm. Findings are reported to the suspects. */
    public DamagedEntries(Tables tables, Suspects suspects, String realmId) {
        this.table = new DamageTable(tables);
        this.suspects = suspects;
        this.realmId = realmId;
    }

    /** The damage in the realm, including that of this page. */
    public Listed with(List<Found> page, Connection connection) throws SQLException {
        Map<Long, Damage> damages = seen(page);
        long count = table.count(connection, realmId);
        table.of(connection, realmId, MOST).forEach(damage -> damages.put(damage.seq(), damage));
        return Listed.of(damages, Math.max(count, damages.size()));
    }

    /** The damage in the page alone. */
    public Listed of(List<Found> page) {
        Map<Long, Damage> damages = seen(page);
        return Listed.of(damages, damages.size());
    }

    /** The number of damaged places. */
    public long count(Connection connection) throws SQLException {
        return table.count(connection, realmId);
    }

    /** All of them by number, including those of the pages of an export. */
    public Collection<Damage> exported(Connection connection, Map<Long, Damage> seen) throws SQLException {
        Map<Long, Damage> damages = new TreeMap<>(seen);
        table.of(connection, realmId, MOST_EXPORTED).forEach(damage -> damages.put(damage.seq(), damage));
        return damages.values();
    }

    /** The damage in a page, by number. The check looks at it next. */
    public Map<Long, Damage> seen(List<Found> page) {
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

    /**
     * The damage in an answer.
     *
     * @param damages the first of them by number, at most {@value #MOST}
     * @param count how many there are
     */
    public record Listed(List<Damage> damages, long count) {
        public Listed {
            damages = List.copyOf(damages);
        }

        private static Listed of(Map<Long, Damage> damages, long count) {
            return new Listed(damages.values().stream().limit(MOST).toList(), count);
        }
    }
}
