package io.caregate.audit.verify.witness;

import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of C2SP {@code tlog-witness}, section "add-checkpoint", in the order of its text. Requests are judged one
 * after another, so what is compared is what is stored. Thread-safe.
 *
 * <p>Anyone can send a request: a log's checkpoints are public, and a proof is not signed. So the alarm rests on what
 * only the log's key can make: two different trees of one size, or no newer checkpoint for a long time.
 */
final class Witness {
    /** The number of different forks that are told. A log that has forked this often needs no further alarm. */
    private static final int MOST_FORKS = 100;

    private final ProofVerifier proofs = new ProofVerifier(new TreeHasher());
    private final WitnessSigner signer;
    private final Map<String, List<NoteVerifier>> logs = new TreeMap<>();
    /** When each log has last shown that it is alive. */
    private final Map<String, Instant> heard = new TreeMap<>();
    /** The newest time at which each log says that it has signed, if it says so. */
    private final Map<String, Instant> signed = new TreeMap<>();

    private final Set<String> silent = new HashSet<>();
    /** The logs of which a checkpoint was not proved since a newer one was cosigned, with where the request is. */
    private final Map<String, Path> unproved = new TreeMap<>();

    private final Set<String> forks = new HashSet<>();
    private final CheckpointStore store;
    private final InstantSource clock;
    private final Alarms alarms;

    Witness(WitnessSigner signer, List<NoteVerifier> keys, CheckpointStore store, InstantSource clock, Alarms alarms) {
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
        boolean isForked = isForked(last, checkpoint);
        if (isForked) {
            tellFork(name, checkpoint, body);
        }
        if (request.oldSize() != last.size()) {
            return Reply.conflict(last.size());
        }
        if (isForked || !isContinued(last, checkpoint, request.proof())) {
            if (!isForked) {
                noteUnproved(name, last, checkpoint, body);
            }
            return Reply.of(422, "the checkpoint is not proved to continue the one of " + last.size() + " entries\n");
        }
        boolean isGrown = checkpoint.size() > last.size();
        SignedNote.Signature cosignature = signer.cosign(note.text(), clock.instant());
        store.write(name, new SignedNote(note.text(), signatures(note, keys)).with(cosignature));
        hear(checkpoint.origin(), signedAt(note, keys), before.flatMap(kept -> signedAt(kept, keys)), isGrown);
        return Reply.of(200, cosignature.line());
    }

    /** The last checkpoint of the log with this name, with the signatures of both. */
    synchronized Optional<String> newest(String name) throws IOException {
        boolean known = logs.keySet().stream().anyMatch(origin -> nameOf(origin).equals(name));
        return known ? store.read(name).map(SignedNote::toString) : Optional.empty();
    }

    /** Raises the alarm for each log that has sent nothing newer for this time. Once, until it sends again. */
    synchronized void watch(Duration patience) {
        Instant now = clock.instant();
        heard.forEach((origin, since) -> {
            boolean isSilent = Duration.between(since, now).compareTo(patience) > 0;
            if (isSilent && silent.add(origin)) {
                Path request = unproved.get(origin);
                alarms.raise(
                        origin,
                        "has sent no newer checkpoint since " + since
                                + (request == null
                                        ? ""
                                        : ", only what is not proved to continue the last one; the last such request is"
                                                + " kept in " + request));
            } else if (!isSilent && silent.remove(origin)) {
                alarms.over(origin);
            }
        });
    }

    /**
     * Notes that the log is alive. Anyone can send an old checkpoint again, or old ones one after another, so what
     * counts is the time at which the log has signed, if it says one that is newer than before. A log that has once
     * said it has to go on: anyone can leave that signature out. One that never has is alive if it has grown.
     */
    private void hear(String origin, Optional<Instant> time, Optional<Instant> stored, boolean isGrown) {
        Instant now = clock.instant();
        Optional<Instant> before = Optional.ofNullable(signed.get(origin)).or(() -> stored);
        if (time.isPresent()
                && before.filter(known -> !known.isBefore(time.get())).isEmpty()) {
            signed.put(origin, time.get());
            renew(origin, time.get().isBefore(now) ? time.get() : now);
        } else if (time.isEmpty() && before.isEmpty() && isGrown) {
            renew(origin, now);
        } else {
            before.ifPresent(known -> signed.put(origin, known));
        }
    }

    private void renew(String origin, Instant time) {
        unproved.remove(origin);
        if (time.isAfter(heard.getOrDefault(origin, Instant.MIN))) {
            heard.put(origin, time);
        }
    }

    /** The newest time at which a key of the log says that it has signed the note. */
    private static Optional<Instant> signedAt(SignedNote note, List<NoteVerifier> keys) {
        return keys.stream().flatMap(key -> key.check(note).time().stream()).max(Instant::compareTo);
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

    /** There is one tree of a size, and the empty one is known before a log has sent it. */
    private static boolean isForked(Checkpoint last, Checkpoint next) {
        return last.size() == next.size() && !MessageDigest.isEqual(last.rootBytes(), next.rootBytes());
    }

    private boolean isContinued(Checkpoint last, Checkpoint next, List<byte[]> proof) {
        return proofs.consistent(last.size(), last.rootBytes(), next.size(), next.rootBytes(), proof);
    }

    /** The log's key alone proves it, whatever else is in the request. A fork that was told needs no second alarm. */
    private void tellFork(String name, Checkpoint forked, String body) throws IOException {
        if (forks.size() >= MOST_FORKS || !forks.add(forked.text())) {
            return;
        }
        Optional<Path> kept = store.keepEvidence(name, body);
        alarms.raise(
                forked.origin(),
                "has signed two different trees of " + forked.size() + " entries: it has forked"
                        + kept.map(file -> "; the request is kept in " + file).orElse(""));
    }

    /**
     * A bad proof is no alarm: anyone can send one with a checkpoint that is in order. If the log itself cannot prove
     * it, it is silent from now on, and that is an alarm.
     */
    private void noteUnproved(String name, Checkpoint last, Checkpoint next, String body) throws IOException {
        Path kept = store.keepUnproved(name, body);
        if (unproved.put(next.origin(), kept) == null) {
            alarms.note(
                    next.origin(),
                    "is not proved to continue its " + last.size() + " entries that this witness has cosigned: a"
                            + " request for " + next.size() + " entries has a bad proof. Anyone can send that; if it"
                            + " was the log, it falls silent. The last such request is kept in " + kept);
        }
    }
}
