package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.CosignedNote;
import io.caregate.audit.verify.Notes;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.dossier.PeriodScan.Border;
import io.caregate.audit.verify.dossier.PeriodScan.Found;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.SignedNote;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints between which a dossier has every entry. The earlier one was signed before the period begins and does
 * not cover the border before it. The later one was signed after the period ends and covers the border after it, if
 * there is such a one; otherwise it is the newest.
 *
 * @param from null if the dossier has the log from its first entry on
 * @param cosigned the later one with the cosignatures of witnesses; null if there are none
 */
record Ends(@Nullable Head from, Head to, @Nullable CosignedNote cosigned) {
    /** A checkpoint as it was served, with the time that it says it was signed. */
    record Head(String note, Checkpoint checkpoint, Instant signed) {
        /** Throws {@link IllegalArgumentException} if the note is not a checkpoint. */
        static Head of(String note) {
            return new Head(note, Checkpoint.parse(SignedNote.parse(note).text()), Archive.signed(note));
        }

        long size() {
            return checkpoint.size();
        }
    }

    /** The names that the cosignatures give. */
    List<String> cosigners() {
        return cosigned == null ? List.of() : cosigned.names();
    }

    long fromSize() {
        return from == null ? 0 : from.size();
    }

    /**
     * Those of the checkpoints that the folder keeps, each of which was verified. A later one that witnesses have
     * cosigned comes before all others.
     */
    static Ends of(Archive.Contents archive, Period period, Found found) throws IOException {
        Border before = found.before();
        Border after = found.after();
        long reached = Math.max(found.last(), Math.max(seq(before), seq(after)));
        Head from = null;
        Head to = Head.of(String.valueOf(archive.state().checkpoint()));
        Notes notes = new Notes(new StringReader(archive.kept()));
        for (String note = notes.next(); note != null; note = notes.next()) {
            Head head = Head.of(note);
            boolean isBefore = before != null && head.size() < before.seq() && head.size() > 0;
            if (isBefore && !head.signed().isAfter(period.from()) && (from == null || head.size() > from.size())) {
                from = head;
            }
            if (isAfter(head, reached, period)
                    && (head.size() < to.size()
                            || (head.size() == to.size() && head.signed().isBefore(to.signed())))) {
                to = head;
            }
        }
        for (CosignedNote note : archive.cosigned()) {
            Head head = Head.of(note.checkpoint());
            if (isAfter(head, reached, period)) {
                return new Ends(from, head, note);
            }
        }
        return new Ends(from, to, null);
    }

    private static boolean isAfter(Head head, long reached, Period period) {
        return head.size() >= reached && !head.signed().isBefore(period.to());
    }

    private static long seq(@Nullable Border border) {
        return border == null ? 0 : border.seq();
    }
}
