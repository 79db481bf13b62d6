package io.caregate.audit.verify;

import io.caregate.audit.tree.Checkpoint;
import io.caregate.audit.tree.NoteKey;
import io.caregate.audit.tree.SignedNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The checkpoints that a known key has signed, one for each size, and what was wrong with the others. */
public final class Checkpoints {
    private final Function<String, List<NoteKey>> keys;
    private final NavigableMap<Long, Signed> bySize = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable String origin;
    private long seen;

    /** {@code keys} gives the known public keys of a log of this name; {@code origin} may be left to the first one. */
    public Checkpoints(Function<String, List<NoteKey>> keys, @Nullable String origin) {
        this.keys = keys;
        this.origin = origin;
    }

    /** Adds the notes of a text, one after another; throws where it holds anything else. */
    public void addAll(String text, String source) throws UnreadableException {
        for (String note : Notes.of(text)) {
            add(note, source);
        }
    }

    /** Adds one note; what it is worth if a known key has signed it. */
    public Optional<Signed> add(String text, String source) throws UnreadableException {
        seen++;
        try {
            SignedNote note = SignedNote.parse(text);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            Optional<Signed> signed = check(note, checkpoint, source);
            signed.ifPresent(this::keep);
            return signed;
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(source + ": checkpoint " + seen + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Signed> check(SignedNote note, Checkpoint checkpoint, String source) {
        String name = source + ": checkpoint of size " + checkpoint.size();
        if (origin == null) {
            origin = checkpoint.origin();
        }
        if (!checkpoint.origin().equals(origin)) {
            findings.add(Finding.of(
                    Finding.Kind.OTHER_ORIGIN, name + " is of the log " + checkpoint.origin() + ", not " + origin));
            return Optional.empty();
        }
        for (NoteKey key : keys.apply(checkpoint.origin())) {
            NoteKey.Verdict verdict = key.check(note);
            if (verdict.outcome() == NoteKey.Outcome.SIGNED) {
                return Optional.of(new Signed(checkpoint, verdict.time(), source));
            }
            if (verdict.outcome() == NoteKey.Outcome.FORGED) {
                findings.add(Finding.of(
                        Finding.Kind.FORGED_SIGNATURE,
                        name + " has a signature that the key " + key + " did not make"));
                return Optional.empty();
            }
        }
        findings.add(Finding.of(Finding.Kind.UNKNOWN_SIGNER, name + " is signed by none of the given keys"));
        return Optional.empty();
    }

    private void keep(Signed signed) {
        long size = signed.checkpoint().size();
        Signed other = bySize.get(size);
        if (other == null) {
            bySize.put(size, signed);
        } else if (!other.checkpoint().root().equals(signed.checkpoint().root())) {
            Map.Entry<Long, Signed> before = bySize.lowerEntry(size);
            findings.add(new Finding(
                    Finding.Kind.FORK,
                    before == null ? 1 : before.getKey() + 1,
                    size,
                    "two signed checkpoints of size " + size + " have different roots (" + other.source() + ", "
                            + signed.source() + "): the log was forked or set back"));
        } else if (isEarlier(signed, other)) {
            bySize.put(size, signed);
        }
    }

    private static boolean isEarlier(Signed one, Signed other) {
        return one.time().isPresent()
                && (other.time().isEmpty()
                        || one.time().get().isBefore(other.time().get()));
    }

    /** The signed ones by size; of several of one size the earliest. */
    public NavigableMap<Long, Signed> bySize() {
        return bySize;
    }

    /** What was wrong with a checkpoint. */
    public List<Finding> findings() {
        return findings;
    }

    /** How many notes there were. */
    public long seen() {
        return seen;
    }

    /** The name of the log, when there is one. */
    public @Nullable String origin() {
        return origin;
    }

    /** A checkpoint that a known key has signed, when, and where it was found. */
    public record Signed(Checkpoint checkpoint, Optional<Instant> time, String source) {
        /** How people call it. */
        public String name() {
            return "checkpoint of size " + checkpoint.size()
                    + time.map(at -> " of " + at).orElse("");
        }
    }
}
