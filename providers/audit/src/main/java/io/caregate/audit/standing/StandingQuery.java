package io.caregate.audit.standing;

import io.caregate.audit.record.Tables;
import io.caregate.audit.standing.SinkStanding.State;
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
import java.util.TreeMap;

/** Reads how the log stands: a handful of statements, each about few rows. */
public final class StandingQuery {
    /** More waiting entries than this are not counted. */
    public static final int MOST_COUNTED = 100_000;

    private static final String PREFIX = "sink-";

    private final Tables tables;
    private final Set<String> wanted;
    private final Path spill;
    private final InstantSource clock;

    /** {@code wanted} are the ids of the sinks that this node's options name, {@code spill} is the folder of its spill. */
    public StandingQuery(Tables tables, Set<String> wanted, Path spill, InstantSource clock) {
        this.tables = tables;
        this.wanted = Set.copyOf(wanted);
        this.spill = spill;
        this.clock = clock;
    }

    /** The sinks that this node's options name. */
    public Set<String> wanted() {
        return wanted;
    }

    /** Reads it, in the connection's transaction if it has one. */
    public Standing read(Connection connection) throws SQLException {
        Instant now = clock.instant();
        long sealed = number(connection, "SELECT LAST_SEQ FROM " + tables.head() + " WHERE ID = 1")
                .orElse(0L);
        // Ids begin with the time, so the first in their order is the oldest, and found by the index.
        Optional<Long> oldest = number(connection, "SELECT EVENT_TIME FROM " + tables.inbox() + " ORDER BY ID LIMIT 1");
        Optional<Long> checkpoint =
                number(connection, "SELECT CREATED FROM " + tables.checkpoint() + " ORDER BY NR DESC LIMIT 1");
        return new Standing(
                now,
                sealed,
                number(
                                connection,
                                "SELECT COUNT(*) FROM (SELECT 1 FROM " + tables.inbox() + " LIMIT " + MOST_COUNTED
                                        + ") W")
                        .orElse(0L),
                oldest.map(time -> age(now, time)).orElse(Duration.ZERO),
                checkpoint.map(time -> age(now, time)),
                spilled(),
                sinks(connection, sealed, now));
    }

    /** How many items each sink has rejected for good, of this realm's. */
    public Map<String, Long> deadLetters(Connection connection, String realmId) throws SQLException {
        String sql = "SELECT SINK, COUNT(*) FROM " + tables.deadLetter() + " WHERE REALM_ID = ? GROUP BY SINK";
        Map<String, Long> counts = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, realmId);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    counts.put(result.getString(1), result.getLong(2));
                }
            }
        }
        return counts;
    }

    private List<SinkStanding> sinks(Connection connection, long sealed, Instant now) throws SQLException {
        String sql = "SELECT C.NAME, C.SEQ, C.FAULT, C.FAULT_SINCE, C.NEXT_TRY, C.OPERATORS, L.EVENT_TIME FROM "
                + tables.cursor() + " C LEFT JOIN " + tables.log() + " L ON L.SEQ = C.SEQ + 1"
                + " WHERE C.NAME LIKE '" + PREFIX + "%' ORDER BY C.NAME";
        List<SinkStanding> sinks = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                String id = result.getString(1).substring(PREFIX.length());
                Optional<String> fault = Optional.ofNullable(result.getString(3));
                Optional<Instant> since = instant(result, 4);
                Optional<Instant> nextTry = instant(result, 5);
                State state = state(id, fault.isPresent(), result.getInt(6) > 0);
                Duration lag = instant(result, 7)
                        .map(time -> age(now, time.toEpochMilli()))
                        .orElse(Duration.ZERO);
                sinks.add(new SinkStanding(
                        id, state, Math.max(0, sealed - result.getLong(2)), lag, fault, since, nextTry));
            }
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
                // A file that is gone by now holds nothing.
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
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(result.getLong(1)) : Optional.empty();
        }
    }
}
