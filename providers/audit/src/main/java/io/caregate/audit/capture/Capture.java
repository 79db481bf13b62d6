package io.caregate.audit.capture;

import io.caregate.audit.record.Connections;
import io.caregate.audit.record.DamagedTableException;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.EntryIds;
import io.caregate.audit.record.NameHash;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import io.micrometer.core.instrument.Metrics;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The capture of one node: its writer, its spill and its key. It takes entries from its creation on. Until it is
 * started, when the database has its tables, they go to the spill.
 */
public final class Capture implements EntryAppender, AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(Capture.class);
    private static final String WITHHELD = "[withheld]";

    private final CaptureOptions options;
    private final Connections connections;
    private final Tables tables;
    private final EntryIds ids = new EntryIds(Clock.systemUTC());
    private final CaptureMeters meters;
    private final GroupCommitWriter writer;
    private volatile @Nullable NameHash names;

    /** {@code afterCommit} is called whenever entries were stored. It must not block. */
    public Capture(CaptureOptions options, Connections connections, Tables tables, Runnable afterCommit) {
        this.options = options;
        this.connections = connections;
        this.tables = tables;
        this.meters = new CaptureMeters(Metrics.globalRegistry);
        FallbackBuffer buffer = new FallbackBuffer(new Spill(options.spillDirectory()), meters);
        meters.watch(buffer);
        InboxWriter inbox = new InboxWriter(connections, tables);
        this.writer = new GroupCommitWriter(
                inbox, new RejectedRowFallback(inbox, options.spillDirectory()), buffer, meters, afterCommit);
        this.names = options.usernameKey().orElse(null);
    }

    /** Starts the writer. The tables must exist. */
    public void start() {
        if (names == null) {
            try {
                names = new NameHash(NameKey.of(connections, tables));
            } catch (DamagedTableException e) {
                LOG.errorf("no key for hashed names; they are withheld until the next start: %s", e.getMessage());
            } catch (SQLException e) {
                LOG.errorf(e, "no key for hashed names; they are withheld until the next start");
            }
        }
        writer.start();
    }

    @Override
    public String nextId() {
        return ids.next();
    }

    @Override
    public String hashOf(String realmId, String name) {
        NameHash hash = names;
        return hash == null ? WITHHELD : hash.of(realmId, name);
    }

    @Override
    public void write(Entry entry) {
        writer.write(Row.of(entry));
    }

    @Override
    public void lost() {
        meters.lost();
    }

    @Override
    public String node() {
        return options.node();
    }

    /** Stops the writer. Entries that still come go to the spill. */
    @Override
    public void close() {
        writer.close();
    }
}
