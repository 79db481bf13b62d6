package io.caregate.audit.syslog;

import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** Items for a sink. */
final class Items {
    static final Instant TIME = Instant.parse("2026-01-31T08:15:00.123Z");

    private Items() {}

    static Item entry(long seq, String username) {
        String id = new UUID(0x0190_0000_0000_7000L, seq).toString();
        Entry entry = Entry.builder(id, TIME, "LOGIN_ERROR")
                .with(Field.REALM, "a \"realm\"] \\ ü")
                .with(Field.NODE, "keycloak-0")
                .with(Field.ERROR, "invalid_user_credentials")
                .detail("username", username)
                .build();
        return new Item.OfEntry(new SealedEntry(seq, id, "realm", entry.canonical()), "", null);
    }

    static Item checkpoint(long size) {
        return new Item.OfCheckpoint(
                new StoredCheckpoint(1, size, TIME, "origin\n" + size + "\nroot\n\n\u2014 o AA==\n"));
    }

    /** Entries from one number to another, both included. */
    static Batch batch(long from, long to) {
        List<Item> items = LongStream.rangeClosed(from, to)
                .mapToObj(seq -> entry(seq, "user-" + seq))
                .toList();
        return new Batch(items);
    }
}
