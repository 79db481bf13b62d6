package io.caregate.audit.status;

import io.caregate.audit.record.Dialect;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.status.SinkStatus.State;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the state of the log with a handful of statements, each on few rows. */
public final class LogStatusQuery {
    /** More waiting entries than this are not counted. */
    public static final int MOST_COUNTED = 100_000;

    /** The time after which a job that was not done is stalled: longer than any round takes, and less than a minute. */
    static final Duration STALLED = Duration.ofSeconds(45);

    private static final String PREFIX = "sink-";

    private final Tables tables;
    private final Set<String> wanted;
    private final SortedSet<String> jobs;
    private final Instant since;
    private final Path spill;
    private final InstantSource clock;

    /**
     * {@code wanted} are the ids of the sinks that this node's options name. {@code spill} is the folder of its spill.
     */
    public LogStatusQuery(Tables tables, Set<String> wanted, Path spill, InstantSource clock) {
        this(tables, wanted, Set.of(), spill, clock);
    }

    /** {@code jobs} are the names of the jobs that one of the nodes has to do. */
    public LogStatusQuery(Tables tables, Set<String> wanted, Set<String> jobs, Path spill, InstantSource clock) {
        this.tables = tables;
        this.jobs = new TreeSet<>(jobs);
        this.since = clock.instant();
        this.wanted = Set.copyOf(wanted);
        this.spill = spill;
        this.clock = clock;
    }

    /** The sinks that this node's options name. */
    public Set<String> wanted() {
        return wanted;
    }

    /** The names of those jobs. */
    public Set<String> jobs() {
        return jobs;
    }

    /** Reads the state, in the connection's transaction if it has one. */
    public LogStatus read(Connection connection) throws SQLException {
        Instant now = clock.instant();
        long sealed = number(connection, "SELECT LAST_SEQ FROM " + tables.head() + " WHERE ID = 1")
                .orElse(0L);
        Optional<Long> checkpoint = number(
                connection,
                "SELECT CREATED FROM " + tables.checkpoint() + " WHERE " + Tables.NUMBERED
                        + " ORDER BY NR DESC LIMIT 1");
        return new LogStatus(
                now,
                sealed,
                waiting(connection, now),
                checkpoint.map(time -> age(now, time)),
                number(connection, "SELECT COUNT(*) FROM " + tables.damage()).orElse(0L),
                check(connection),
                jobs(connection, now),
                sinks(connection, sealed, now));
    }

    private LogStatus.Waiting waiting(Connection connection, Instant now) throws SQLException {
        String count = "SELECT COUNT(*) FROM (SELECT 1 FROM " + tables.inbox() + " LIMIT " + MOST_COUNTED + ") W";
        // Ids begin with the time, so the first in their order is the oldest, and the index finds it.
        Optional<Long> oldest = number(connection, "SELECT EVENT_TIME FROM " + tables.inbox() + " ORDER BY ID LIMIT 1");
        return new LogStatus.Waiting(
                number(connection, count).orElse(0L),
                oldest.map(time -> age(now, time)).orElse(Duration.ZERO),
                spilled());
    }

    private CheckStatus check(Connection connection) throws SQLException {
        String sql = "SELECT SEQ, CHECKPOINT_NR, MOVED FROM " + tables.cursor() + " WHERE NAME = 'check'";
        return Sql.of(sql)
                .first(connection, row -> {
                    long rounds = row.getLong(2);
                    return new CheckStatus(row.getLong(1), rounds, rounds > 0 ? instant(row, 3) : Optional.empty());
                })
                .orElse(CheckStatus.NONE);
    }

    /**
     * A job that has been silent for so long is not being done, whatever its lease says. Nor is one with a time in the
     * future.
     */
    private List<JobStatus> jobs(Connection connection, Instant now) throws SQLException {
        Map<String, JobStatus> said = new TreeMap<>();
        String sql = "SELECT NAME, NODE, DONE, PROBLEM, REPAIR, REPAIRED, "
                + Dialect.of(connection).now() + " FROM " + tables.job() + " WHERE NAME IS NOT NULL";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                long done = result.getLong(3);
                long database = result.getLong(7);
                boolean ever = done > 0 && done <= database + STALLED.toMillis();
                Optional<Duration> ago =
                        ever ? Optional.of(Duration.ofMillis(Math.max(0, database - done))) : Optional.empty();
                Optional<String> problem = Optional.ofNullable(result.getString(4));
                said.put(
                        result.getString(1),
                        new JobStatus(
                                result.getString(1),
                                state(problem, ago, now),
                                Optional.ofNullable(result.getString(2)),
                                ago,
                                problem,
                                Optional.ofNullable(result.getString(5)),
                                instant(result, 6)));
            }
        }
        return jobs.stream()
                .map(name -> said.getOrDefault(
                        name,
                        new JobStatus(
                                name,
                                state(Optional.empty(), Optional.empty(), now),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())))
                .toList();
    }

    private JobStatus.State state(Optional<String> problem, Optional<Duration> ago, Instant now) {
        if (problem.isPresent()) {
            return JobStatus.State.FAILING;
        }
        // After all nodes were down, a node that has just started must not call every job stalled.
        boolean young = Duration.between(since, now).compareTo(STALLED) < 0;
        boolean recent = ago.filter(age -> age.compareTo(STALLED) < 0).isPresent();
        return recent || young ? JobStatus.State.RUNNING : JobStatus.State.STALLED;
    }

    /** The number of items of this realm that each sink has rejected for good. */
    public Map<String, Long> deadLetters(Connection connection, String realmId) throws SQLException {
        String sql = "SELECT SINK, COUNT(*) FROM " + tables.deadLetter()
                + " WHERE REALM_ID = ? AND SINK IS NOT NULL GROUP BY SINK";
        Map<String, Long> counts = new TreeMap<>();
        Sql.of(sql, realmId).each(connection, row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    private List<SinkStatus> sinks(Connection connection, long sealed, Instant now) throws SQLException {
        String sql = "SELECT C.NAME, C.SEQ, C.FAULT, C.FAULT_SINCE, C.NEXT_TRY, C.OPERATORS, L.EVENT_TIME FROM "
                + tables.cursor() + " C LEFT JOIN " + tables.log() + " L ON L.SEQ = CASE WHEN C.SEQ BETWEEN 0 AND "
                + Tables.MOST_NUMBER + " THEN C.SEQ + 1 END"
                + " WHERE C.NAME LIKE '" + PREFIX + "%' ORDER BY C.NAME";
        List<SinkStatus> sinks = new ArrayList<>();
        Set<String> missing = new TreeSet<>(wanted);
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                String id = result.getString(1).substring(PREFIX.length());
                missing.remove(id);
                long seq = result.getLong(2);
                Optional<String> fault = seq < 0 || seq > sealed
                        ? Optional.of("CAREGATE_AUDIT_CURSOR NAME=" + PREFIX + id + " says SEQ=" + seq
                                + ", but the log has " + sealed + " entries")
                        : Optional.ofNullable(result.getString(3));
                Optional<Instant> since = instant(result, 4);
                Optional<Instant> nextTry = instant(result, 5);
                State state = state(id, fault.isPresent(), result.getInt(6) > 0);
                Duration lag = instant(result, 7)
                        .map(time -> age(now, time.toEpochMilli()))
                        .orElse(Duration.ZERO);
                sinks.add(
                        new SinkStatus(id, state, Math.max(0, sealed - Math.max(0, seq)), lag, fault, since, nextTry));
            }
        }
        for (String id : missing) {
            Optional<String> gone = Optional.of("CAREGATE_AUDIT_CURSOR NAME=" + PREFIX + id + " is gone");
            sinks.add(
                    new SinkStatus(id, State.FAILING, sealed, Duration.ZERO, gone, Optional.empty(), Optional.empty()));
        }
        return sinks;
    }

    private State state(String id, boolean fault, boolean operators) {
        if (!wanted.contains(id)) {
            return State.REMOVED;
        }
        if (!fault) {
            return State.DELIVERING;
        }
        return operators ? State.MISCONFIGURED : State.FAILING;
    }

    private long spilled() {
        long bytes = 0;
        if (Files.isDirectory(spill)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(spill, "*.spill")) {
                for (Path file : files) {
                    bytes += Files.size(file);
                }
            } catch (IOException | DirectoryIteratorException e) {
                // A file that has gone meanwhile holds nothing.
                return bytes;
            }
        }
        return bytes;
    }

    private static Duration age(Instant now, long time) {
        Duration age = Duration.between(Instant.ofEpochMilli(time), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static Optional<Instant> instant(ResultSet result, int column) throws SQLException {
        long millis = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<Long> number(Connection connection, String sql) throws SQLException {
        return Sql.of(sql).first(connection, row -> row.getLong(1));
    }
}
