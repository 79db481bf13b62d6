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

/** The checkpoints that a known key has signed, one for each size; what was wrong with the others is a finding. */
public final class Checkpoints {
    private static final int SIGNATURES = 2;
    /** The characters of the Base64 of a signature, and of one behind its time. */
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

    /** {@code keys} gives the known public keys of a log of this name; {@code origin} may be left to the first one. */
    public Checkpoints(Function<String, List<NoteVerifier>> keys, @Nullable String origin) {
        this.keys = keys;
        this.origin = origin;
    }

    /**
     * Adds the notes of a file that was kept, one after another. Throws where the file has none at all: then nothing
     * was kept, whatever its keeper believes.
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

    /** Adds one note; what it is worth if a known key has signed it. */
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

    /** A server writes three lines and two signatures, both in its own name, and each Base64 in the one way. */
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

    /** The signed ones by size; of several of one size the earliest. */
    NavigableMap<Long, Signed> bySize() {
        return bySize;
    }

    /**
     * A log does not shrink: the first checkpoint that was signed later than one of a larger size, by more than clocks
     * may differ.
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

    /** Where what is wrong is written down, by whatever uses these checkpoints too. */
    Findings findings() {
        return findings;
    }

    /** The keys that have signed a checkpoint, in the order in which they were met. */
    public List<String> signers() {
        return List.copyOf(signers);
    }

    /** How many sizes the signed ones have. */
    public int sizes() {
        return bySize.size();
    }

    /** How many notes there were. */
    public long seen() {
        return seen;
    }

    /** How many of them had been kept elsewhere than the log. */
    long kept() {
        return kept;
    }

    /** Whether a good one of this size had been kept. */
    boolean isKept(long size) {
        return keptSizes.contains(size);
    }

    /** Whether a good one of no more than this size had been kept. */
    boolean isKeptUpTo(long size) {
        return keptSizes.floor(size) != null;
    }

    /** The name of the log, when there is one. */
    public @Nullable String origin() {
        return origin;
    }

    /** A checkpoint that a known key has signed, when, and where it was found. */
    record Signed(Checkpoint checkpoint, Instant time, String source) {
        /** How people call it. */
        String name() {
            return "checkpoint of size " + checkpoint.size() + " of " + time;
        }
    }
}
