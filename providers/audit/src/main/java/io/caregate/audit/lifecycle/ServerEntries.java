package io.caregate.audit.lifecycle;

import io.caregate.audit.record.EntryAppender;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a node about itself. They take the ordinary way of entries: a database that is away delays neither the
 * start nor the stop by more than the patience of a request. They belong to the administrators' realm, whose auditors
 * see the server as a whole.
 */
public final class ServerEntries {
    /** The type of the entry that says that a server has started, and what is in force. */
    public static final String START = "CAREGATE_SERVER_START";
    /** The type of the entry that says that it was stopped in order. */
    public static final String STOP = "CAREGATE_SERVER_STOP";

    private final EntryAppender appender;
    private final InstantSource clock;
    private final @Nullable String realm;
    private final @Nullable String realmId;

    /** {@code realm} and {@code realmId} are those of the administrators' realm; null if it cannot be found. */
    public ServerEntries(
            EntryAppender appender, InstantSource clock, @Nullable String realm, @Nullable String realmId) {
        this.appender = appender;
        this.clock = clock;
        this.realm = realm;
        this.realmId = realmId;
    }

    /** Records a start. */
    public void started(Map<String, String> inForce) {
        Entry.Builder entry = entry(START);
        inForce.forEach(entry::detail);
        appender.write(entry.build());
    }

    /** Records an orderly stop. */
    public void stopped() {
        appender.write(entry(STOP).build());
    }

    private Entry.Builder entry(String type) {
        return Entry.builder(appender.nextId(), clock.instant(), type)
                .with(Field.REALM, realm)
                .with(Field.REALM_ID, realmId)
                .with(Field.NODE, appender.node());
    }
}
