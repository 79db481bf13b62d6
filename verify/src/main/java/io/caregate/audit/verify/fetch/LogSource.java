package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.UnreadableException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Where the log is fetched from. Nothing that it answers is trusted. */
public interface LogSource {
    /**
     * The notes of the checkpoints that cover more than this number of entries, in any order. A server that has many
     * need not answer all of them.
     */
    List<String> checkpointsAbove(long size) throws IOException, AwayException, UnreadableException;

    /**
     * The newest checkpoint that the quorum of the witnesses has cosigned, with their cosignatures; empty if there is
     * none, the log has no witnesses, or the server does not say.
     */
    Optional<String> cosigned() throws IOException, AwayException, UnreadableException;

    /** Writes an export: its header with the newest checkpoint, and the entries behind this number. */
    void export(long after, Target target) throws IOException, AwayException, UnreadableException;

    /** Opens the empty file for an answer. It is opened again if the answer broke off. */
    @FunctionalInterface
    interface Target {
        OutputStream open() throws IOException;
    }
}
