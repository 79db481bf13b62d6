package io.caregate.audit.verify;

import io.caregate.audit.verify.Checkpoints.Inspected;
import io.caregate.auditlog.tree.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * All that a line says by itself. Lines are read on several threads. Only {@link Verification} knows their order.
 *
 * @param unreadable why it cannot be read at all
 * @param entry what it says if it is not a checkpoint
 * @param checkpoint the members of a checkpoint
 * @param note the checkpoint, checked, if those members have one
 * @param isWritten whether the server would write it in this form
 */
record ReadLine(
        Line line,
        @Nullable String unreadable,
        @Nullable Entry entry,
        @Nullable Members checkpoint,
        @Nullable Inspected note,
        boolean isWritten) {

    /** The line, which may be a checkpoint if it is in a file of a file sink. */
    static ReadLine of(Line line, boolean sunk, Checkpoints checkpoints, TreeHasher hasher) {
        EntryLine written = line.isTooLong() ? null : ServerForm.entry(line.bytes());
        if (written != null) {
            return new ReadLine(line, null, Entry.of(written, hasher), null, null, true);
        }
        try {
            String text = line.text();
            Members members = Members.parse(text);
            if (sunk && members.has("checkpoint") && !members.has("seq")) {
                Inspected note =
                        members.value("checkpoint") instanceof String given ? checkpoints.inspect(given) : null;
                return new ReadLine(
                        line, null, null, members, note, ServerForm.isOf(text, members, ServerForm.CHECKPOINT));
            }
            boolean isWritten = ServerForm.isOf(text, members, ServerForm.ENTRY);
            return new ReadLine(line, null, Entry.of(members, hasher), null, null, isWritten);
        } catch (MalformedException e) {
            return new ReadLine(line, String.valueOf(e.getMessage()), null, null, null, false);
        }
    }

    /** An entry. */
    static final class Entry {
        private final long seq;
        private final byte[] leaf;
        private final byte[] computed;
        private final @Nullable EntryLine content;
        private final String problem;

        private Entry(long seq, byte[] leaf, byte[] computed, @Nullable EntryLine content, @Nullable String problem) {
            this.seq = seq;
            this.leaf = leaf;
            this.computed = computed;
            this.content = content;
            this.problem = String.valueOf(problem);
        }

        private static Entry of(EntryLine line, TreeHasher hasher) {
            return new Entry(line.seq(), line.leaf(), line.computed(hasher), line, null);
        }

        private static Entry of(Members members, TreeHasher hasher) {
            long seq;
            byte[] leaf;
            try {
                seq = EntryLine.seq(members);
                leaf = EntryLine.leaf(members);
            } catch (MalformedException e) {
                return new Entry(0, new byte[0], new byte[0], null, e.getMessage());
            }
            try {
                return of(EntryLine.of(members), hasher);
            } catch (MalformedException e) {
                return new Entry(seq, leaf, leaf, null, e.getMessage());
            }
        }

        /** Its number, or 0 if its place in the tree cannot be read. */
        long seq() {
            return seq;
        }

        /** The hash in the line. */
        byte[] leaf() {
            return leaf;
        }

        /** The hash of what it contains; the one in the line if it contains nothing that can be read. */
        byte[] computed() {
            return computed;
        }

        /** Null if not all of it can be read. */
        @Nullable
        EntryLine content() {
            return content;
        }

        /** Why something cannot be read. */
        String problem() {
            return problem;
        }
    }
}
