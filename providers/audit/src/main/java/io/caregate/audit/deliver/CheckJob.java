package io.caregate.audit.deliver;

import io.caregate.audit.integrity.Damage;
import io.caregate.audit.integrity.DamageTable;
import io.caregate.audit.integrity.LogWalk;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.LeaseLostException;
import io.caregate.audit.lease.Transactions;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Start;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.foundation.log.ServerLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the whole log, round after round, without being asked. It runs on one node, takes {@value LogWalk#STEP} rows
 * at a time, and rests four times as long as that took, a second at least. A disagreement goes to
 * {@code CAREGATE_AUDIT_DAMAGE}, where every list, export and status finds it. It is also an error in the server's log,
 * and an entry of the log itself, so that every sink has it. Findings by readers are checked first, on the node that
 * has read.
 */
final class CheckJob implements Worker.Job {
    /** The name of the lease, and of the row that says how far the round is. */
    static final String NAME = "check";
    /** The type of the entry that says which part of the log is damaged. */
    static final String TYPE = "CAREGATE_AUDIT_DAMAGED";

    private static final ServerLog LOG = ServerLog.of(CheckJob.class);
    private static final Duration LEAST_REST = Duration.ofSeconds(1);
    private static final Duration STANDBY_REST = Duration.ofSeconds(2);
    private static final int REST = 4;
    /** The most findings of a step that have their own line in the server's log and are listed in the entry. */
    private static final int MOST_SHOWN = 20;

    private static final int MOST_SUSPECTS = 200;

    private final Transactions transactions;
    private final Tables tables;
    private final HeldLease heldLease;
    private final SinkCursor progress;
    private final CursorProof proof;
    private final Suspects suspects;
    private final EntryAppender appender;
    private final InstantSource clock;
    private final Runnable afterFinding;
    private final Duration betweenRounds;
    private final LogWalk walk;
    private final DamageTable damages;
    private @Nullable Position known;
    private long restUntil = System.nanoTime();
    private boolean databaseFails;

    CheckJob(
            Transactions transactions,
            Tables tables,
            HeldLease heldLease,
            SinkCursor progress,
            CursorProof proof,
            Suspects suspects,
            EntryAppender appender,
            InstantSource clock,
            Runnable afterFinding,
            Duration betweenRounds) {
        this.transactions = transactions;
        this.tables = tables;
        this.heldLease = heldLease;
        this.progress = progress;
        this.proof = proof;
        this.suspects = suspects;
        this.appender = appender;
        this.clock = clock;
        this.afterFinding = afterFinding;
        this.betweenRounds = betweenRounds;
        this.walk = new LogWalk(tables);
        this.damages = new DamageTable(tables);
    }

    @Override
    public Pause round(Worker worker) {
        try {
            Pause pause = check();
            databaseFails = false;
            return pause;
        } catch (LeaseLostException e) {
            known = null;
            LOG.warnf("this node was held up and another one checks the log now: %s", e.getMessage());
        } catch (SQLException e) {
            known = null;
            heldLease.failed(
                    e instanceof DamagedTableException ? String.valueOf(e.getMessage()) : "the database fails");
            if (!databaseFails) {
                LOG.warnf(e, "the log cannot be checked for now: the database fails");
            }
            databaseFails = true;
        }
        return Pause.of(STANDBY_REST);
    }

    @Override
    public void leave() {
        heldLease.leave();
    }

    private Pause check() throws SQLException, LeaseLostException {
        List<Long> seen = suspects.take(MOST_SUSPECTS);
        if (!seen.isEmpty()) {
            report(transactions.run(connection -> inspect(connection, seen)));
        }
        if (!heldLease.take()) {
            known = null;
            return Pause.of(STANDBY_REST);
        }
        long began = System.nanoTime();
        if (began - restUntil < 0) {
            heldLease.keepFor(HeldLease.TERM.dividedBy(2));
            heldLease.done();
            return Pause.of(LEAST_REST);
        }
        Step step = heldLease.fenced(this::step);
        known = step.next();
        report(step.news());
        heldLease.done();
        Duration rest = Duration.ofNanos(REST * (System.nanoTime() - began));
        restUntil = System.nanoTime() + (step.roundIsOver() ? max(betweenRounds, rest) : rest).toNanos();
        return Pause.of(LEAST_REST);
    }

    private List<Damage> inspect(Connection connection, List<Long> seqs) throws SQLException {
        List<Damage> news = new ArrayList<>();
        Instant now = clock.instant();
        for (long seq : new TreeSet<>(seqs)) {
            Optional<Damage> damage = walk.inspect(connection, seq, now);
            if (damage.isPresent()) {
                news.addAll(damages.replace(connection, seq, seq, Map.of(seq, damage.get())));
            }
        }
        enter(connection, news);
        return news;
    }

    private Step step(Connection connection) throws SQLException {
        Position from = known;
        if (from == null) {
            progress.create(connection, Start.OLDEST);
            from = progress.read(connection)
                    .map(SinkCursor.Stored::position)
                    .filter(Position::isInRange)
                    .map(stored -> new Position(stored.seq() / LogWalk.STEP * LogWalk.STEP, stored.checkpoint()))
                    .orElse(Position.BEGIN);
        }
        LogWalk.Part part = walk.read(connection, from.seq(), erased(connection), clock.instant());
        List<Damage> news = damages.replace(
                connection,
                from.seq() == 0 ? Long.MIN_VALUE : from.seq() + 1,
                part.atEnd() ? Long.MAX_VALUE : part.covered(),
                part.damages());
        enter(connection, news);
        Position next =
                part.atEnd() ? new Position(0, from.checkpoint() + 1) : new Position(part.last(), from.checkpoint());
        put(connection, next, part.atEnd());
        return new Step(next, part.atEnd(), news);
    }

    /** In this row the second number counts rounds, and {@code MOVED} is the time when the last one ended. */
    private void put(Connection connection, Position next, boolean roundIsOver) throws SQLException {
        Sql sql =
                Sql.of("UPDATE " + tables.cursor() + " SET SEQ = ?, CHECKPOINT_NR = ?", next.seq(), next.checkpoint());
        if (roundIsOver) {
            sql.add(", MOVED = ?", clock.millis());
        }
        sql.add(" WHERE NAME = '" + NAME + "'").update(connection);
    }

    /**
     * The number up to which retention has erased, if that is proved. Until it is, an erased entry is not a finding.
     */
    private Optional<Long> erased(Connection connection) throws SQLException {
        String sql = "SELECT PROOF FROM " + tables.cursor() + " WHERE NAME = '" + Erasure.NAME + "'";
        return Sql.of(sql)
                .first(connection, row -> proof.proved(connection, Erasure.NAME, row.getString(1)))
                .flatMap(proved -> proved.map(Position::seq));
    }

    /** One entry for each affected realm, since one step may find the whole log damaged. */
    private void enter(Connection connection, List<Damage> news) throws SQLException {
        Map<String, List<Damage>> byRealm = new TreeMap<>();
        for (Damage damage : news) {
            byRealm.computeIfAbsent(damage.realmId(), realm -> new ArrayList<>())
                    .add(damage);
            if (!damage.columnRealmId().equals(damage.realmId())) {
                byRealm.computeIfAbsent(damage.columnRealmId(), realm -> new ArrayList<>())
                        .add(damage);
            }
        }
        for (Map.Entry<String, List<Damage>> realm : byRealm.entrySet()) {
            new OwnEntries(tables).add(connection, entry(realm.getKey(), realm.getValue()));
        }
    }

    private Entry entry(String realmId, List<Damage> found) {
        Entry.Builder entry = Entry.builder(appender.nextId(), clock.instant(), TYPE)
                .with(Field.REALM_ID, realmId)
                .with(Field.NODE, appender.node())
                .detail("count", Integer.toString(found.size()));
        found.stream().limit(MOST_SHOWN).forEach(damage -> entry.detail("seq." + damage.seq(), damage.what()));
        return entry.build();
    }

    private void report(List<Damage> news) {
        news.stream()
                .limit(MOST_SHOWN)
                .forEach(damage -> LOG.errorf(
                        "the audit log is damaged seq=%d what=%s: it is not what was sealed",
                        damage.seq(), damage.what()));
        if (news.size() > MOST_SHOWN) {
            LOG.errorf("the audit log is damaged in %d places more", news.size() - MOST_SHOWN);
        }
        if (!news.isEmpty()) {
            afterFinding.run();
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The result of a step. */
    private record Step(Position next, boolean roundIsOver, List<Damage> news) {}
}
