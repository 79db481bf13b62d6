package io.caregate.audit.verify.archive;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.CosignedNote;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Series;
import io.caregate.audit.verify.UnreadableException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The auditor's folder, for one run at a time:
 *
 * <ul>
 *   <li>{@code state.json}: how far the log was fetched and verified. Replacing it is what completes a run; what the
 *       other files have beyond it, the next run removes, and what they lack, it adds.
 *   <li>{@code header.jsonl} and {@code entries.jsonl}: together the export, as the server would write it in one piece.
 *   <li>{@code checkpoints.txt}: kept checkpoints, fewer of older days.
 *   <li>{@code cosigned.txt}: checkpoints with the cosignatures of witnesses, one for each day and the newest.
 *   <li>{@code evidence}: what a run found that is signed and wrong. It stays until a person moves it away.
 * </ul>
 *
 * Every file is readable by its owner only. Not thread-safe.
 */
public final class Archive implements AutoCloseable {
    private static final String STATE = "state.json";
    private static final String ENTRIES = "entries.jsonl";
    private static final String HEADER = "header.jsonl";
    private static final String CHECKPOINTS = "checkpoints.txt";
    private static final String COSIGNED = "cosigned.txt";
    private static final String INCOMING = "incoming.jsonl";
    private static final String TOKEN = "refresh-token";
    private static final String EVIDENCE = "evidence";
    private static final String LOCK = "lock";
    /** Evidence that comes again with each run must not fill the disk. */
    private static final long MOST_EVIDENCE = 1 << 20;
    /** The bytes that an answer leaves free, and those after which that is looked at. */
    private static final long SPARED = 1L << 27;

    private static final long BETWEEN_LOOKS = 1L << 22;

    private final Path folder;
    private final Disk disk;
    private final FileChannel locked;
    private ArchiveState state;

    private Archive(Path folder, Disk disk, FileChannel locked) throws IOException, UnreadableException {
        this.folder = folder;
        this.disk = disk;
        this.locked = locked;
        this.state = begin();
    }

    /**
     * Opens the folder, or makes it, and repairs what a stopped run has left. Throws {@link LockedException} while
     * another run has it open, and {@link UnreadableException} if files are missing that no run removes.
     */
    public static Archive open(Path folder) throws IOException, LockedException, UnreadableException {
        return open(folder, new Disk());
    }

    static Archive open(Path folder, Disk disk) throws IOException, LockedException, UnreadableException {
        Disk.makeFolder(folder);
        FileChannel channel = Disk.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Archive opened = null;
        try {
            if (!isLocked(channel)) {
                throw new LockedException("another run works on " + folder + "; it has the lock " + LOCK);
            }
            opened = new Archive(folder, disk, channel);
            return opened;
        } finally {
            if (opened == null) {
                channel.close();
            }
        }
    }

    /** The system releases the lock when the channel is closed, or the program ends in whatever way. */
    @SuppressWarnings("resource")
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private ArchiveState begin() throws IOException, UnreadableException {
        Path entries = folder.resolve(ENTRIES);
        if (!Files.exists(folder.resolve(STATE))) {
            if (Files.exists(entries) && Files.size(entries) > 0) {
                throw new UnreadableException(folder + " has " + ENTRIES + " and no " + STATE
                        + ": put it back from a backup, or give an empty folder");
            }
            disk.replace(folder.resolve(STATE), ArchiveState.NONE.toBytes());
        }
        ArchiveState stored = read(folder);
        long length = Files.exists(entries) ? Files.size(entries) : 0;
        if (length < stored.bytes()) {
            throw new UnreadableException(folder.resolve(ENTRIES) + " has " + length + " bytes, and the last run left "
                    + stored.bytes() + ": put it back from a backup");
        }
        if (length > stored.bytes()) {
            disk.append(entries, stored.bytes(), InputStream.nullInputStream());
        }
        Files.deleteIfExists(incoming());
        complete(stored);
        return stored;
    }

    private static ArchiveState read(Path folder) throws IOException, UnreadableException {
        Path file = folder.resolve(STATE);
        try {
            return ArchiveState.parse(Files.readString(file));
        } catch (MalformedException e) {
            throw new UnreadableException(
                    file + ": " + e.getMessage() + "; put it back from a backup, or give an empty folder", e);
        }
    }

    /** Brings the files that follow from the state up to it. */
    private void complete(ArchiveState reached) throws IOException {
        String note = reached.checkpoint();
        if (note != null) {
            Path kept = folder.resolve(CHECKPOINTS);
            String before = text(kept);
            String after = KeptCheckpoints.with(before, note);
            if (!after.equals(before)) {
                disk.replace(kept, after.getBytes(StandardCharsets.UTF_8));
            }
            replaceIfOther(folder.resolve(HEADER), reached.headerBytes());
        }
    }

    private void replaceIfOther(Path file, byte[] content) throws IOException {
        if (!Arrays.equals(bytes(file), content)) {
            disk.replace(file, content);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }

    private static String text(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /** How far the log was fetched and verified. */
    public ArchiveState state() {
        return state;
    }

    /** The file for what is being fetched. It is gone after the run. */
    public Path incoming() {
        return folder.resolve(INCOMING);
    }

    /** Opens the empty file for what is being fetched. It does not fill the disk: what comes is not verified yet. */
    public OutputStream writeIncoming() throws IOException {
        return new Sparing(Channels.newOutputStream(Disk.open(
                incoming(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)));
    }

    /**
     * Takes what was fetched and verified: the lines behind the first line of {@link #incoming()}, which has this
     * number of bytes. {@code next} has its entries; the archive counts their bytes.
     */
    public void accept(int headerBytes, ArchiveState next) throws IOException {
        long added = Files.size(incoming()) - headerBytes;
        if (added > 0) {
            try (InputStream lines = Files.newInputStream(incoming())) {
                lines.skipNBytes(headerBytes);
                disk.append(folder.resolve(ENTRIES), state.bytes(), lines);
            }
        }
        ArchiveState reached = new ArchiveState(
                next.entries(), state.bytes() + added, next.header(), next.realmId(), next.checkpoint());
        disk.replace(folder.resolve(STATE), reached.toBytes());
        state = reached;
        complete(reached);
    }

    /** Keeps a checkpoint of a tree that the archive has, with its cosignatures. */
    public void keepCosigned(CosignedNote note) throws IOException, UnreadableException {
        Path file = folder.resolve(COSIGNED);
        try {
            replaceIfOther(file, KeptCosigned.with(text(file), note).getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw unreadable(e);
        }
    }

    private static UnreadableException unreadable(MalformedException e) {
        return new UnreadableException(
                COSIGNED + ": " + e.getMessage() + "; put it back from a backup, or remove it", e);
    }

    /** Makes a file that only its owner may read. Throws {@link java.nio.file.FileAlreadyExistsException}. */
    public static OutputStream newFile(Path file) throws IOException {
        return Channels.newOutputStream(Disk.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** The time at which a note says it was signed, which only the check of its signature proves. */
    public static Instant signed(String note) {
        return KeptCheckpoints.signed(note);
    }

    /**
     * Keeps what is signed and wrong: the notes, of which the first is the last to be left out if there are many, what
     * was found, and the first time also what was fetched. Until a person moves the folder away, {@link #hasEvidence()}
     * is true, and verifying the archive finds a note that contradicts what is there.
     */
    public void keepEvidence(List<String> notes, List<String> found) throws IOException {
        Path evidence = folder.resolve(EVIDENCE);
        Disk.makeFolder(evidence);
        Path fetched = evidence.resolve(INCOMING);
        if (!Files.exists(fetched) && Files.exists(incoming())) {
            disk.move(incoming(), fetched);
        }
        add(evidence.resolve("findings.txt"), String.join("\n", found) + "\n");
        Path kept = evidence.resolve(CHECKPOINTS);
        String before = text(kept);
        StringBuilder more = new StringBuilder();
        for (String note : notes) {
            if (before.length() + more.length() < MOST_EVIDENCE && !before.contains("\n" + note)) {
                more.append('\n').append(note);
            }
        }
        add(kept, more.toString());
    }

    private void add(Path file, String text) throws IOException {
        long length = Files.exists(file) ? Files.size(file) : 0;
        if (length < MOST_EVIDENCE) {
            disk.append(file, length, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Whether an earlier run has kept evidence that nobody has moved away. */
    public boolean hasEvidence() throws IOException {
        return hasFiles(folder.resolve(EVIDENCE));
    }

    private static boolean hasFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    /** The folder of the evidence. */
    public Path evidence() {
        return folder.resolve(EVIDENCE);
    }

    /** The refresh token of an auditor who has signed in; null if there is none. */
    public @Nullable String refreshToken() throws IOException {
        String token = text(folder.resolve(TOKEN)).strip();
        return token.isEmpty() ? null : token;
    }

    /** Keeps a refresh token, in a file that only its owner may read. */
    public void keepRefreshToken(String token) throws IOException {
        disk.replace(folder.resolve(TOKEN), (token + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the run and lets the next one begin. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(incoming());
        } finally {
            locked.close();
        }
    }

    /**
     * The folder's export and its kept checkpoints, as they are at this moment. Needs no lock: a run that is at work
     * adds to them, and takes away no entry.
     */
    public static Contents contents(Path folder) throws IOException, UnreadableException {
        // First, so that no checkpoint is of a later state than the entries.
        String kept = text(folder.resolve(CHECKPOINTS));
        String cosigned = text(folder.resolve(COSIGNED));
        String evidence = text(folder.resolve(EVIDENCE).resolve(CHECKPOINTS));
        ArchiveState stored;
        try {
            stored = read(folder);
        } catch (NoSuchFileException e) {
            throw new UnreadableException(
                    folder + " is a folder into which nothing was fetched: it has no " + STATE, e);
        }
        String newest = stored.checkpoint();
        if (newest == null) {
            throw new UnreadableException(folder + " holds nothing yet: run fetch first");
        }
        // A run that was stopped may not have got to the file.
        try {
            return new Contents(
                    stored,
                    folder.resolve(ENTRIES),
                    KeptCheckpoints.with(kept, newest),
                    KeptCosigned.read(cosigned),
                    evidence);
        } catch (MalformedException e) {
            throw unreadable(e);
        }
    }

    /**
     * What the folder holds.
     *
     * @param kept the kept checkpoints
     * @param cosigned those of which cosignatures are kept, oldest first
     * @param evidence the notes that a run found to be signed and wrong; empty if there are none
     */
    public record Contents(
            ArchiveState state, Path entries, String kept, List<CosignedNote> cosigned, String evidence) {
        public Contents {
            cosigned = List.copyOf(cosigned);
        }

        /** Adds the kept checkpoints, those with cosignatures, and those of the evidence. */
        public void addKeptTo(Checkpoints checkpoints) throws IOException, UnreadableException {
            checkpoints.addKept(stream(kept), CHECKPOINTS);
            if (!cosigned.isEmpty()) {
                List<String> own =
                        cosigned.stream().map(CosignedNote::checkpoint).toList();
                checkpoints.addKept(stream(String.join("\n", own)), COSIGNED);
            }
            if (!evidence.isBlank()) {
                checkpoints.addKept(stream(evidence), "the evidence");
            }
        }

        private static InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The whole export, as the server would write it in one piece. The caller closes it. */
        public Series series() throws IOException {
            return new Series(List.of(HEADER, ENTRIES), List.of(header(), openEntries()));
        }

        /** The first line of the export. */
        public InputStream header() {
            return new ByteArrayInputStream(state.headerBytes());
        }

        /** The entries' lines. What a run is adding, or has left, is not among them. */
        public InputStream openEntries() throws IOException {
            return state.bytes() == 0 ? InputStream.nullInputStream() : new Beginnings(entries, state.bytes());
        }
    }

    /** Fails rather than leave the disk too little room, which others need, and this program to go on. */
    private final class Sparing extends FilterOutputStream {
        private long unchecked;

        Sparing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            unchecked += length;
            if (unchecked >= BETWEEN_LOOKS) {
                unchecked = 0;
                long left = disk.usable(folder);
                if (left < SPARED) {
                    throw new IOException("the answer is so long that " + folder + " has only " + left
                            + " bytes left: make room, or find out why the server sends so much");
                }
            }
            out.write(bytes, offset, length);
        }
    }

    /** The first bytes of a file. */
    private static final class Beginnings extends FilterInputStream {
        private long left;

        Beginnings(Path file, long length) throws IOException {
            super(Files.newInputStream(file));
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int read = left > 0 ? super.read() : -1;
            left -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int most) throws IOException {
            int read = left > 0 ? super.read(target, offset, (int) Math.min(most, left)) : -1;
            left -= Math.max(read, 0);
            return read;
        }
    }
}
