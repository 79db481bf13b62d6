package io.caregate.audit.verify.witness;

import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A log whose entries are texts made of a seed: two logs of the same key and different seeds are a fork. */
record TestLog(NoteSigner signer, String seed) {
    static final String ORIGIN = "sso.example.org/audit";

    static TestLog make() {
        return new TestLog(NoteSigner.ofPem(ORIGIN, NoteSigner.newPem()), "a");
    }

    TestLog fork() {
        return new TestLog(signer, "b");
    }

    String note(long size) {
        return note(size, Instant.now());
    }

    String note(long size, Instant time) {
        return signer.sign(Checkpoint.of(signer.key().name(), size, root(0, size)), time)
                .toString();
    }

    /** Without the signature that has a time, which anyone can leave out. */
    String untimed(long size) {
        SignedNote note = SignedNote.parse(note(size));
        return new SignedNote(note.text(), List.of(note.signatures().get(0))).toString();
    }

    List<byte[]> proof(long from, long to) {
        return new ProofBuilder(
                        new TreeHasher(), (height, position) -> root(position << height, (position + 1) << height))
                .consistency(from, to);
    }

    String request(long from, long to) {
        return request(from, to, note(to));
    }

    String request(long from, long to, String note) {
        return new AddCheckpoint(from, proof(from, to), note).toString();
    }

    private byte[] root(long from, long to) {
        TreeHasher hasher = new TreeHasher();
        CompactRange range = new CompactRange(hasher);
        for (long i = from; i < to; i++) {
            range.append(hasher.leaf((seed + i).getBytes(StandardCharsets.UTF_8)), CompactRange.Completed.IGNORED);
        }
        return range.root();
    }
}
