package io.caregate.audit.capture;

import io.caregate.audit.record.EntryAppender;
import io.caregate.auditlog.entry.Entry;

/** Gives every entry the same id and stores none. */
final class TestAppender implements EntryAppender {
    static final String ID = "0190163d-8694-739b-aea5-966c26f8ad91";

    @Override
    public String nextId() {
        return ID;
    }

    @Override
    public String hashOf(String realmId, String name) {
        return "hash(" + realmId + "," + name + ")";
    }

    @Override
    public void write(Entry entry) {
        throw new AssertionError("nothing is written here");
    }

    @Override
    public String node() {
        return "node-1";
    }
}
