package io.caregate.audit.verify;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.SignedNote;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The checkpoints that a known key has signed, one for each size. Errors in the others are findings. */
public final class Checkpoints {
    private static final int SIGNATURES = 2;
    /** The length in Base64 of a signature, and of one that follows its time. */
    private static final int PLAIN_LENGTH = 88;

    private static final int TIMED_LENGTH = 96;

    private final Function<String, List<NoteVerifier>> keys;
    private final NavigableMap<Long, Signed> bySize = new TreeMap<>();
    private final NavigableMap<Long, Signed> latestBySize = new TreeMap<>();
    private final NavigableSet<Long> keptSizes = new TreeSet<>();
    private final Set<String> signers = new LinkedHashSet<>();
    private final Findings findings = new Findings();
    private @Nullable String origin;
    private long seen;
    private long kept;

    /**
     * {@code keys} answers the known public keys of a log with this name. {@code origin} may be left to the first
     * checkpoint.
     */
    public Checkpoints(Function<String, List<NoteVerifier>> keys, @Nullable String origin) {
        this.keys = keys;
        this.origin = origin;
    }

    /**
     * Adds the notes in a file that was kept, one after another. Throws if the file has none: then nothing was kept,
     * even if its keeper believes so.
     */
    public void addKept(byte[] file, String source) throws UnreadableException {
        List<String> notes;
        try {
            notes = Notes.of(Utf8.decode(file, 0, file.length));
        } catch (MalformedException e) {
            throw new UnreadableException(source + " is not a file of checkpoints: " + e.getMessage(), e);
        }
        if (notes.isEmpty()) {
            throw new UnreadableException(source + " holds no checkpoint: nothing was kept in it");
        }
        if (notes.stream().noneMatch(note -> note.contains(SignedNote.DASH))) {
            throw new UnreadableException(source + " is not a file of checkpoints: there is no signed note in it");
        }
        for (String note : notes) {
            add(note, source)
                    .ifPresent(signed -> keptSizes.add(signed.checkpoint().size()));
        }
        kept += notes.size();
    }

    /** Adds one note. Answers it if a known key has signed it. */
    Optional<Signed> add(String text, String source) {
        seen++;
        try {
            SignedNote note = SignedNote.parse(text);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!isWritten(text, note, checkpoint)) {
                throw new IllegalArgumentException("it is not written as a server writes it");
            }
            Optional<Signed> signed = check(note, checkpoint, source);
            signed.ifPresent(this::keep);
            return signed;
        } catch (IllegalArgumentException e) {
            findings.add(Finding.of(
                    Finding.Kind.MALFORMED,
                    source + ": checkpoint " + seen + " cannot be read: "
                            + (text.contains("\r\n")
                                    ? "its lines end with a carriage return; give the file as it was fetched"
                                    : e.getMessage())));
            return Optional.empty();
        }
    }

    /** A server writes three lines and two signatures, both in its own name, and each Base64 in its only valid form. */
    private static boolean isWritten(String text, SignedNote note, Checkpoint checkpoint) {
        return note.toString().equals(text)
                && checkpoint.text().equals(note.text())
                && note.signatures().size() == SIGNATURES
                && note.signatures().get(0).base64().length() == PLAIN_LENGTH
                && note.signatures().get(1).base64().length() == TIMED_LENGTH
                && note.signatures().stream()
                        .allMatch(signature -> signature.name().equals(checkpoint.origin()));
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
        for (NoteVerifier key : keys.apply(checkpoint.origin())) {
            NoteVerifier.Verdict verdict = key.check(note);
            if (verdict.outcome() == NoteVerifier.Outcome.SIGNED
                    && verdict.time().isPresent()) {
                signers.add(key.toString());
                return Optional.of(new Signed(checkpoint, verdict.time().get(), source));
            }
            if (verdict.outcome() != NoteVerifier.Outcome.NOT_SIGNED) {
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
        latestBySize.merge(size, signed, (old, now) -> now.time().isAfter(old.time()) ? now : old);
        Signed other = bySize.get(size);
        if (other == null) {
            bySize.put(size, signed);
        } else if (!other.checkpoint().root().equals(signed.checkpoint().root())) {
            findings.add(new Finding(
                    Finding.Kind.FORK,
                    Math.min(1, size),
                    size,
                    "two signed checkpoints of size " + size + " have different roots (" + other.source() + ", "
                            + signed.source() + "): the log was forked or set back"));
        } else if (signed.time().isBefore(other.time())) {
            bySize.put(size, signed);
        }
    }

    /** The signed ones by size. If several have the same size, the earliest. */
    NavigableMap<Long, Signed> bySize() {
        return bySize;
    }

    /**
     * A log does not shrink: finds the first checkpoint that was signed later than one of a larger size, by more than
     * clocks may differ.
     */
    Optional<Finding> setBack(Duration tolerance) {
        Signed larger = null;
        Signed first = null;
        Finding found = null;
        for (Signed latest : latestBySize.descendingMap().values()) {
            long size = latest.checkpoint().size();
            boolean back = larger != null
                    && Duration.between(larger.time(), latest.time()).compareTo(tolerance) > 0;
            if (larger != null && back && (first == null || !latest.time().isAfter(first.time()))) {
                first = latest;
                found = new Finding(
                        Finding.Kind.SET_BACK,
                        size + 1,
                        larger.checkpoint().size(),
                        "the " + latest.name() + " (" + latest.source() + ") was signed after the " + larger.name()
                                + " (" + larger.source() + "): the log was set back, or a clock went wrong");
            }
            Signed earliest = bySize.getOrDefault(size, latest);
            if (larger == null || earliest.time().isBefore(larger.time())) {
                larger = earliest;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Where errors are recorded, also by the other users of these checkpoints. */
    Findings findings() {
        return findings;
    }

    /** The keys that have signed a checkpoint, in the order in which they were found. */
    public List<String> signers() {
        return List.copyOf(signers);
    }

    /** The number of different sizes of the signed ones. */
    public int sizes() {
        return bySize.size();
    }

    /** The number of notes. */
    public long seen() {
        return seen;
    }

    /** The number of notes that had been kept outside the log. */
    long kept() {
        return kept;
    }

    /** Whether a valid one of this size had been kept. */
    boolean isKept(long size) {
        return keptSizes.contains(size);
    }

    /** Whether a valid one of at most this size had been kept. */
    boolean isKeptUpTo(long size) {
        return keptSizes.floor(size) != null;
    }

    /** The name of the log, if there is one. */
    public @Nullable String origin() {
        return origin;
    }

    /** A checkpoint that a known key has signed, with the time of signing and the place where it was found. */
    record Signed(Checkpoint checkpoint, Instant time, String source) {
        /** Its name in messages. */
        String name() {
            return "checkpoint of size " + checkpoint.size() + " of " + time;
        }
    }
}
