package io.caregate.audit.deliver;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.sink.Item;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.SealedEntry;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;

/** The entries by which the log reports that a receiver has rejected one for good, for tests of other rooms. */
public final class RejectedEntries {
    private RejectedEntries() {}

    /** The stored payloads of the reports that these sinks' receivers have each rejected an entry, one a second. */
    public static List<String> reports(List<String> sinks, Instant first) throws Exception {
        try (TestDatabase database = new TestDatabase();
                Connection connection = database.open()) {
            for (int at = 0; at < sinks.size(); at++) {
                Instant time = first.plusSeconds(at);
                Entry rejected =
                        Entry.builder("rejected-" + at, time, "LOGIN_ERROR").build();
                Item item = new Item.OfEntry(
                        new SealedEntry(at + 1L, rejected.id(), "realm-id", rejected.canonical()), "", null);
                new DeadLetters(database.tables(), new Appender(at), sinks.get(at), () -> time)
                        .add(connection, item, "the receiver answered 400");
            }
            return database.column("SELECT PAYLOAD FROM " + database.tables().inbox() + " ORDER BY ID");
        }
    }

    /** Only names the entry and its node: the entry itself goes into the transaction. */
    private record Appender(int at) implements EntryAppender {
        @Override
        public String nextId() {
            return "01a1fbfe-691b-7000-8b20-%012d".formatted(at);
        }

        @Override
        public String hashOf(String realmId, String name) {
            throw new AssertionError("no name is typed here");
        }

        @Override
        public void write(Entry entry) {
            throw new AssertionError("it is stored in the caller's transaction");
        }

        @Override
        public String node() {
            return "keycloak-0";
        }
    }
}
