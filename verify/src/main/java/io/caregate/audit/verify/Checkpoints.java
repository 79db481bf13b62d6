package io.caregate.audit.verify;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints that a known key has signed, one for each size. Errors in the others are findings. Each signature of
 * each checkpoint is verified, on all processors, and a checkpoint that was given before only once. A size takes about
 * 300 bytes of memory.
 */
public final class Checkpoints {
    private static final int SIGNATURES = 2;
    /** The length in Base64 of a signature, and of one that follows its time. */
    private static final int PLAIN_LENGTH = 88;

    private static final int TIMED_LENGTH = 96;
    /** The number of notes that one task checks. */
    private static final int BATCH = 50;

    private final Function<String, List<NoteVerifier>> known;
    private final ToLongFunction<NoteVerifier> until;
    private final NavigableMap<Long, OfSize> bySize = new TreeMap<>();
    private final Set<String> signers = new LinkedHashSet<>();
    private final Findings findings = new Findings();
    private final Map<Digest, Signature> signatures = new ConcurrentHashMap<>();
    private @Nullable List<NoteVerifier> keys;
    private volatile @Nullable String origin;
    private long seen;
    private long kept;
    private long smallestKept = Long.MAX_VALUE;

    /**
     * {@code known} answers the known public keys of a log with this name. {@code origin} may be left to the first
     * checkpoint.
     */
    public Checkpoints(Function<String, List<NoteVerifier>> known, @Nullable String origin) {
        this(known, origin, key -> Long.MAX_VALUE);
    }

    /**
     * The same. {@code until} answers the size of the largest checkpoint for which a key counts. A larger one that no
     * other known key has signed is unsigned.
     */
    public Checkpoints(
            Function<String, List<NoteVerifier>> known, @Nullable String origin, ToLongFunction<NoteVerifier> until) {
        this.known = known;
        this.until = until;
        this.origin = origin;
    }

    /**
     * Adds the notes in a file that was kept, one after another. Throws if the file has none: then nothing was kept,
     * even if its keeper believes so.
     */
    public void addKept(InputStream file, String source) throws IOException, UnreadableException {
        long before = kept;
        boolean signed = false;
        try (InOrder<List<Inspected>> batches = new InOrder<>(batch -> takeKept(batch, source))) {
            Notes notes = new Notes(Utf8.reader(file));
            for (List<String> batch = next(notes); !batch.isEmpty(); batch = next(notes)) {
                List<String> texts = batch;
                signed |= texts.stream().anyMatch(note -> note.contains(SignedNote.DASH));
                kept += texts.size();
                batches.add(() -> texts.stream().map(this::inspect).toList());
            }
            batches.finish();
        } catch (MalformedException e) {
            throw new UnreadableException(source + " is not a file of checkpoints: " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new UnreadableException(source + " is not a file of checkpoints: " + Utf8.NOT_UTF_8, e);
        }
        if (kept == before) {
            throw new UnreadableException(source + " holds no checkpoint: nothing was kept in it");
        }
        if (!signed) {
            throw new UnreadableException(source + " is not a file of checkpoints: there is no signed note in it");
        }
    }

    private static List<String> next(Notes notes) throws IOException {
        List<String> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH) {
            String note = notes.next();
            if (note == null) {
                break;
            }
            batch.add(note);
        }
        return batch;
    }

    private void takeKept(List<Inspected> batch, String source) {
        for (Inspected note : batch) {
            Optional<Signed> signed = take(note, source);
            OfSize known =
                    signed.map(each -> bySize.get(each.checkpoint().size())).orElse(null);
            if (known != null) {
                known.isKept = true;
                smallestKept = Math.min(smallestKept, known.size);
            }
        }
    }

    /** Adds a note that was not kept but found. It is an error if no known key has signed it. */
    public void addFound(String text, String source) {
        add(text, source);
    }

    /** Whether a known key has signed this note, which is not added. */
    public boolean isSigned(String text) {
        Signature signature = inspect(text).signature();
        return signature != null && signature.key() != null && signature.isValid();
    }

    /** Adds one note. Answers it if a known key has signed it. */
    Optional<Signed> add(String text, String source) {
        return take(inspect(text), source);
    }

    /** Reads a note and checks its signatures, if it is known to be of this log. May run on any thread. */
    Inspected inspect(String text) {
        try {
            SignedNote note = SignedNote.parse(text);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!isWritten(text, note, checkpoint)) {
                throw new IllegalArgumentException("it is not written as a server writes it");
            }
            Signature signature = checkpoint.origin().equals(origin) ? check(text, note, checkpoint) : null;
            return new Inspected(text, note, checkpoint, signature, "");
        } catch (IllegalArgumentException e) {
            String problem = text.contains("\r\n")
                    ? "its lines end with a carriage return; give the file as it was fetched"
                    : String.valueOf(e.getMessage());
            return new Inspected(text, null, null, null, problem);
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

    /** Adds an inspected note. Answers it if a known key has signed it. */
    Optional<Signed> take(Inspected inspected, String source) {
        seen++;
        SignedNote note = inspected.note();
        Checkpoint checkpoint = inspected.checkpoint();
        if (note == null || checkpoint == null) {
            findings.add(Finding.of(
                    Finding.Kind.MALFORMED,
                    source + ": checkpoint " + seen + " cannot be read: " + inspected.problem()));
            return Optional.empty();
        }
        String name = source + ": checkpoint of size " + checkpoint.size();
        if (origin == null) {
            origin = checkpoint.origin();
        }
        if (!checkpoint.origin().equals(origin)) {
            findings.add(Finding.of(
                    Finding.Kind.OTHER_ORIGIN, name + " is of the log " + checkpoint.origin() + ", not " + origin));
            return Optional.empty();
        }
        Signature signature = inspected.signature();
        signature = signature == null ? check(inspected.text(), note, checkpoint) : signature;
        NoteVerifier key = signature.key();
        if (key == null) {
            findings.add(Finding.of(
                    Finding.Kind.UNKNOWN_SIGNER,
                    name
                            + (signature.isRevoked()
                                    ? " is signed only by a key that was revoked"
                                    : " is signed by none of the given keys")));
            return Optional.empty();
        }
        if (!signature.isValid()) {
            findings.add(Finding.of(
                    Finding.Kind.FORGED_SIGNATURE, name + " has a signature that the key " + key + " did not make"));
            return Optional.empty();
        }
        signers.add(key.toString());
        Signed signed = new Signed(checkpoint, Instant.ofEpochSecond(signature.time()), source);
        keep(signed, signature.time());
        return Optional.of(signed);
    }

    /** Only what is valid is remembered: nobody can fill the memory without the key. */
    private Signature check(String text, SignedNote note, Checkpoint checkpoint) {
        Digest digest = Digest.of(text);
        Signature before = signatures.get(digest);
        if (before != null) {
            return before;
        }
        boolean isRevoked = false;
        for (NoteVerifier key : keys(checkpoint.origin())) {
            NoteVerifier.Verdict verdict = key.check(note);
            boolean isSigned = verdict.outcome() == NoteVerifier.Outcome.SIGNED
                    && verdict.time().isPresent();
            if (isSigned && checkpoint.size() > until.applyAsLong(key)) {
                isRevoked = true;
            } else if (isSigned) {
                Signature signature =
                        new Signature(key, true, verdict.time().orElseThrow().getEpochSecond(), false);
                signatures.put(digest, signature);
                return signature;
            } else if (verdict.outcome() != NoteVerifier.Outcome.NOT_SIGNED) {
                return new Signature(key, false, 0, false);
            }
        }
        return new Signature(null, false, 0, isRevoked);
    }

    private synchronized List<NoteVerifier> keys(String name) {
        if (keys == null) {
            keys = known.apply(name).stream()
                    .map(key -> key.checkedBy(QuickSignatures::of))
                    .toList();
        }
        return keys;
    }

    private void keep(Signed signed, long time) {
        Checkpoint checkpoint = signed.checkpoint();
        OfSize known = bySize.get(checkpoint.size());
        if (known == null) {
            bySize.put(checkpoint.size(), new OfSize(checkpoint, time, signed.source()));
            return;
        }
        if (time > known.latest) {
            known.latest = time;
            known.latestSource = signed.source();
        }
        if (!Arrays.equals(known.root, checkpoint.rootBytes())) {
            findings.add(new Finding(
                    Finding.Kind.FORK,
                    Math.min(1, checkpoint.size()),
                    checkpoint.size(),
                    "two signed checkpoints of size " + checkpoint.size() + " have different roots ("
                            + known.earliestSource + ", " + signed.source() + "): the log was forked or set back"));
        } else if (time < known.earliest) {
            known.earliest = time;
            known.earliestSource = signed.source();
        }
    }

    /** The signed one of this size. If there are several, the earliest. */
    Optional<Signed> of(long size) {
        return Optional.ofNullable(bySize.get(size)).map(this::earliest);
    }

    /** The smallest size from this one on of which there is a signed one; -1 if there is none. */
    long sizeFrom(long size) {
        Long next = bySize.ceilingKey(size);
        return next == null ? -1 : next;
    }

    /** The signed ones of this size and more, the smallest first. */
    Stream<Signed> from(long size) {
        return bySize.tailMap(size, true).values().stream().map(this::earliest);
    }

    /** The signed ones of at most this size, the largest first. */
    Stream<Signed> downFrom(long size) {
        return bySize.headMap(size, true).descendingMap().values().stream().map(this::earliest);
    }

    private Signed earliest(OfSize known) {
        return signed(known, known.earliest, known.earliestSource);
    }

    private Signed signed(OfSize known, long time, String source) {
        Checkpoint checkpoint = Checkpoint.of(String.valueOf(origin), known.size, known.root);
        return new Signed(checkpoint, Instant.ofEpochSecond(time), source);
    }

    /**
     * A log does not shrink: finds the first checkpoint that was signed later than one of a larger size, by more than
     * clocks may differ.
     */
    Optional<Finding> setBack(Duration tolerance) {
        OfSize larger = null;
        OfSize first = null;
        OfSize beyondFirst = null;
        for (OfSize known : bySize.descendingMap().values()) {
            boolean back = larger != null
                    && Duration.ofSeconds(known.latest - larger.earliest).compareTo(tolerance) > 0;
            if (back && (first == null || known.latest <= first.latest)) {
                first = known;
                beyondFirst = larger;
            }
            if (larger == null || known.earliest < larger.earliest) {
                larger = known;
            }
        }
        return first == null || beyondFirst == null ? Optional.empty() : Optional.of(setBack(first, beyondFirst));
    }

    private Finding setBack(OfSize behind, OfSize larger) {
        Signed latest = signed(behind, behind.latest, behind.latestSource);
        Signed before = earliest(larger);
        return new Finding(
                Finding.Kind.SET_BACK,
                behind.size + 1,
                larger.size,
                "the " + latest.name() + " (" + latest.source() + ") was signed after the " + before.name() + " ("
                        + before.source() + "): the log was set back, or a clock went wrong");
    }

    /** The number of errors so far, with those that other users of these checkpoints have found. */
    public long wrong() {
        return findings.count();
    }

    /** Where errors are recorded, also by the other users of these checkpoints. */
    public Findings findings() {
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
        OfSize known = bySize.get(size);
        return known != null && known.isKept;
    }

    /** Whether a valid one of at most this size had been kept. */
    boolean isKeptUpTo(long size) {
        return smallestKept <= size;
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

    /**
     * A note by itself. Without a checkpoint, {@code problem} is why it cannot be read. Without a signature, it has not
     * been checked.
     */
    record Inspected(
            String text,
            @Nullable SignedNote note,
            @Nullable Checkpoint checkpoint,
            @Nullable Signature signature,
            String problem) {}

    /**
     * The key that a note claims to be signed by, if it is a known one, and the time in seconds if that is true. A
     * revoked key is not a known one.
     */
    private record Signature(@Nullable NoteVerifier key, boolean isValid, long time, boolean isRevoked) {}

    /** All signed checkpoints of one size in little memory: the first one's root, and the times of two. */
    private static final class OfSize {
        private final long size;
        private final byte[] root;
        private long earliest;
        private long latest;
        private String earliestSource;
        private String latestSource;
        private boolean isKept;

        OfSize(Checkpoint checkpoint, long time, String source) {
            size = checkpoint.size();
            root = checkpoint.rootBytes();
            earliest = time;
            latest = time;
            earliestSource = source;
            latestSource = source;
        }
    }

    /** The SHA-256 of a note's text, in little memory. */
    private record Digest(long first, long second, long third, long fourth) {
        static Digest of(String text) {
            ByteBuffer hash = ByteBuffer.wrap(new TreeHasher().leaf(text.getBytes(StandardCharsets.UTF_8)));
            return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }
    }
}
