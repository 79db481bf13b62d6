package io.caregate.audit.kafka;

import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.SealedEntry;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.LongStream;

/** Items for a sink. */
final class Items {
    private Items() {}

    static Item entry(long seq, String username) {
        return sealed(seq, builder(seq).detail("username", username).build());
    }

    /** An entry of more than 24,000 bytes. */
    static Item large(long seq) {
        Entry.Builder entry = builder(seq);
        for (int i = 0; i < 12; i++) {
            entry.detail("detail-" + i, "x".repeat(2000));
        }
        return sealed(seq, entry.build());
    }

    private static Entry.Builder builder(long seq) {
        String id = new UUID(0x0190_0000_0000_7000L, seq).toString();
        return Entry.builder(id, Instant.parse("2026-01-31T08:15:00.123Z"), "LOGIN_ERROR");
    }

    private static Item sealed(long seq, Entry entry) {
        return new Item.OfEntry(new SealedEntry(seq, entry.id(), "realm", entry.canonical()), "", null);
    }

    /** Entries from one number to another, both included. */
    static Batch batch(long from, long to) {
        return new Batch(LongStream.rangeClosed(from, to)
                .mapToObj(seq -> entry(seq, "ü-" + seq))
                .toList());
    }
}
