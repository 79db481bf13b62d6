package io.caregate.audit.verify.witness;

import io.caregate.auditlog.tree.AddCheckpoint;

/**
 * An answer of the witness.
 *
 * @param status of HTTP
 * @param type the media type of the body
 */
record Reply(int status, String type, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static Reply of(int status, String body) {
        return new Reply(status, TEXT, body);
    }

    /** The size that the witness has cosigned last is another. */
    static Reply conflict(long size) {
        return new Reply(409, AddCheckpoint.SIZE_TYPE, size + "\n");
    }
}
