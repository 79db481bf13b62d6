package io.caregate.audit.verify.witness;

import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rules of C2SP {@code tlog-witness}, section "add-checkpoint", in the order of its text. Requests are judged one
 * after another, so what is compared is what is stored. Thread-safe.
 */
final class Witness {
    private final ProofVerifier proofs = new ProofVerifier(new TreeHasher());
    private final NoteSigner signer;
    private final Map<String, List<NoteVerifier>> logs = new TreeMap<>();
    private final Map<String, Instant> heard = new TreeMap<>();
    private final Map<String, Instant> silent = new TreeMap<>();
    private final CheckpointStore store;
    private final InstantSource clock;
    private final Alarms alarms;

    Witness(NoteSigner signer, List<NoteVerifier> keys, CheckpointStore store, InstantSource clock, Alarms alarms) {
        this.signer = signer;
        this.store = store;
        this.clock = clock;
        this.alarms = alarms;
        for (NoteVerifier key : keys) {
            logs.computeIfAbsent(key.name(), name -> new ArrayList<>()).add(key);
            heard.put(key.name(), clock.instant());
        }
    }

    /** The name under which a log is stored, and asked for: the SHA-256 of its origin in lower-case hexadecimal. */
    static String nameOf(String origin) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Answers a request to cosign a checkpoint. A checkpoint is on the disk before the answer is returned. */
    synchronized Reply add(String body) throws IOException {
        AddCheckpoint request;
        SignedNote note;
        Checkpoint checkpoint;
        try {
            request = AddCheckpoint.parse(body);
            note = SignedNote.parse(request.checkpoint());
            checkpoint = Checkpoint.parse(note.text());
        } catch (IllegalArgumentException e) {
            return Reply.of(400, "this is not a request to add a checkpoint: " + e.getMessage() + "\n");
        }
        List<NoteVerifier> keys = logs.get(checkpoint.origin());
        if (keys == null) {
            return Reply.of(404, "this witness does not know the log\n");
        }
        if (!isSigned(note, keys)) {
            return Reply.of(403, "no key of the log that this witness knows has signed the checkpoint\n");
        }
        if (request.oldSize() > checkpoint.size()) {
            return Reply.of(400, "the old size is larger than that of the checkpoint\n");
        }
        String name = nameOf(checkpoint.origin());
        Optional<SignedNote> before = store.read(name);
        Checkpoint last = before.map(kept -> Checkpoint.parse(kept.text()))
                .orElse(Checkpoint.of(checkpoint.origin(), 0, new TreeHasher().empty()));
        if (request.oldSize() != last.size()) {
            return Reply.conflict(last.size());
        }
        if (!isContinued(last, checkpoint, request.proof())) {
            refuse(name, last, checkpoint, body);
            return Reply.of(422, "the checkpoint is not proved to continue the one of " + last.size() + " entries\n");
        }
        SignedNote.Signature cosignature = signer.cosign(note.text(), clock.instant());
        store.write(name, new SignedNote(note.text(), signatures(note, keys)).with(cosignature));
        heard.put(checkpoint.origin(), clock.instant());
        if (silent.remove(checkpoint.origin()) != null) {
            alarms.over(checkpoint.origin());
        }
        return Reply.of(200, cosignature.line());
    }

    /** The last checkpoint of the log with this name, with the signatures of both. */
    synchronized Optional<String> newest(String name) throws IOException {
        boolean known = logs.keySet().stream().anyMatch(origin -> nameOf(origin).equals(name));
        return known ? store.read(name).map(SignedNote::toString) : Optional.empty();
    }

    /** Raises the alarm for each log that has sent nothing for this time. Once, until it sends again. */
    synchronized void watch(Duration patience) {
        Instant now = clock.instant();
        heard.forEach((origin, since) -> {
            if (Duration.between(since, now).compareTo(patience) > 0 && silent.put(origin, now) == null) {
                alarms.raise(origin, "has sent no checkpoint since " + since);
            }
        });
    }

    private static boolean isSigned(SignedNote note, List<NoteVerifier> keys) {
        List<NoteVerifier.Outcome> outcomes =
                keys.stream().map(key -> key.check(note).outcome()).toList();
        return outcomes.contains(NoteVerifier.Outcome.SIGNED) && !outcomes.contains(NoteVerifier.Outcome.FORGED);
    }

    /** The signatures in the name of the log. Those that others have added are theirs to prove. */
    private static List<SignedNote.Signature> signatures(SignedNote note, List<NoteVerifier> keys) {
        return note.signatures().stream()
                .filter(signature -> signature.name().equals(keys.get(0).name()))
                .toList();
    }

    private boolean isContinued(Checkpoint last, Checkpoint next, List<byte[]> proof) {
        boolean emptyIsEmpty = next.size() > 0 || MessageDigest.isEqual(next.rootBytes(), new TreeHasher().empty());
        return emptyIsEmpty && proofs.consistent(last.size(), last.rootBytes(), next.size(), next.rootBytes(), proof);
    }

    /** The log's key has signed it, so it is a bad proof or a fork: only an honest proof can tell. */
    private void refuse(String name, Checkpoint last, Checkpoint next, String body) throws IOException {
        boolean forked = last.size() == next.size();
        Optional<Path> kept = store.keepEvidence(name, body);
        alarms.raise(
                next.origin(),
                (forked
                                ? "has signed two different trees of " + next.size() + " entries: it has forked"
                                : "does not prove that its tree of " + next.size() + " entries continues the one of "
                                        + last.size() + " that this witness has cosigned")
                        + kept.map(file -> "; the request is kept in " + file).orElse(""));
    }
}
