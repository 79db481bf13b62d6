package io.caregate.audit.verify;

import io.caregate.audit.verify.Checkpoints.Signed;
import io.caregate.audit.verify.Finding.Kind;
import io.caregate.auditlog.entry.EntryText;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the server's files: an export of the log, the output of its file sink, one entry with its proof, or the
 * proof between two checkpoints. The first line tells which of them a file is. The rest has to follow the grammar of
 * {@code docs/audit-format.md} exactly. Memory grows with the number of checkpoints, not with the log.
 */
public final class Verifier {
    static final Set<String> HEADER = Set.of("export", "v", "realmId", "size", "checkpoint");
    static final Set<String> FIRST_HEADER = Set.of("export", "v", "realm", "realmId", "size", "checkpoint");
    static final Set<String> CHECKPOINT_LINE = Set.of("checkpoint", "size");
    static final Set<String> ENTRY = Set.of("seq", "entry", "payload", "salt", "leaf", "checkpoint", "inclusionProof");
    static final Set<String> DAMAGED_ENTRY =
            Set.of("seq", "entry", "payload", "salt", "leaf", "checkpoint", "inclusionProof", "damaged");
    static final Set<String> CONSISTENCY = Set.of("from", "to", "consistencyProof");

    private static final String NOT_WRITTEN = "it is not written as the server writes it";
    /** A batch of lines for one thread, which is full with either. */
    private static final int BATCH_BYTES = 1 << 17;

    private static final int BATCH_LINES = 256;
    private static final String EXPORT = "caregate-audit";
    private static final Pattern HEADER_LINE =
            Pattern.compile("(?:\u00EF\u00BB\u00BF)?\\{\"export\":\"" + EXPORT + "\"");
    private static final Pattern FIRST_ENTRY =
            Pattern.compile("(?:\u00EF\u00BB\u00BF)?\\{\"seq\":1,\"leaf\":\"[A-Za-z0-9+/]{43}=\"(?:,\"salt\"|\\})");
    private static final Pattern LONG_LINE =
            Pattern.compile("\\{\"seq\":([1-9][0-9]{0,15}),\"leaf\":\"([A-Za-z0-9+/]{43}=)\",\"salt\"");

    private final Checkpoints checkpoints;
    private final Findings findings;
    private final VerifyPolicy policy;
    private final OpenEntries reader;
    private final @Nullable String realm;
    private final Beginning begun;

    /** Takes the checkpoints that are already known and were kept outside the log. */
    public Verifier(Checkpoints checkpoints, VerifyPolicy policy, OpenEntries reader) {
        this(checkpoints, policy, reader, null);
    }

    /** The same. {@code realm} is the id or a name of the realm that the file has to belong to. */
    public Verifier(Checkpoints checkpoints, VerifyPolicy policy, OpenEntries reader, @Nullable String realm) {
        this(checkpoints, policy, reader, realm, Beginning.NONE);
    }

    private Verifier(
            Checkpoints checkpoints, VerifyPolicy policy, OpenEntries reader, @Nullable String realm, Beginning begun) {
        this.begun = begun;
        this.checkpoints = checkpoints;
        this.findings = checkpoints.findings();
        this.policy = policy;
        this.reader = reader;
        this.realm = realm;
    }

    /**
     * The same for the part of an export that follows these entries. A checkpoint of their number has to be among the
     * known ones: nothing else says that they are what was signed.
     */
    public Verifier after(Beginning entries) {
        return new Verifier(checkpoints, policy, reader, realm, entries);
    }

    /** Verifies a file. Throws if it is not one that the server hands out. */
    public Report verify(InputStream file, String source) throws IOException, UnreadableException {
        return verify(file, Series.of(source));
    }

    /** Verifies a stream whose bytes are those of a series of files. */
    public Report verify(InputStream file, Series series) throws IOException, UnreadableException {
        Lines lines = new Lines(file, series);
        if (!lines.next()) {
            throw new UnreadableException(series.name(0) + " is empty");
        }
        Line line = lines.line();
        Members first;
        try {
            first = Members.parse(line.text());
        } catch (MalformedException e) {
            String why = String.valueOf(e.getMessage());
            if (HEADER_LINE.matcher(line.beginning()).lookingAt()) {
                return export(null, why, line, lines);
            }
            if (FIRST_ENTRY.matcher(line.beginning()).lookingAt()) {
                return sunk(line, lines);
            }
            return proof(whole(lines, file, line.source()), line.source());
        }
        if (first.has("export")) {
            return export(first, "", line, lines);
        }
        if (!isProof(first) && (first.has("seq") || first.has("checkpoint"))) {
            return sunk(line, lines);
        }
        return proof(whole(lines, file, line.source()), line.source());
    }

    private static boolean isProof(Members members) {
        return members.has("inclusionProof") || members.has("consistencyProof");
    }

    /** The single object in the file, of which some lines may have been read. */
    private static Members whole(Lines begun, InputStream rest, String source) throws IOException, UnreadableException {
        try (InputStream all = new SequenceInputStream(
                new ByteArrayInputStream(begun.buffer(), begun.offset(), begun.available()), rest)) {
            byte[] bytes = all.readNBytes(Lines.MAX_LINE + 1);
            if (bytes.length > Lines.MAX_LINE) {
                throw new MalformedException("it is longer than " + Lines.MAX_LINE
                        + " bytes, and its first line is not that" + " of an export");
            }
            return Members.parse(Utf8.decode(bytes, 0, bytes.length));
        } catch (MalformedException e) {
            throw new UnreadableException(source + " is neither an export nor a proof: " + e.getMessage(), e);
        }
    }

    /** An export. Its header is null if it cannot be read, and {@code why} is the reason. */
    private Report export(@Nullable Members header, String why, Line line, Lines rest) throws IOException {
        Optional<Signed> own = header != null && header.value("checkpoint") instanceof String note
                ? checkpoints.add(note, line.source())
                : Optional.empty();
        Verification verification = new Verification(checkpoints, policy, reader, realm, begun);
        own.ifPresent(verification::isInFile);
        long size = -1;
        try {
            if (header == null) {
                throw new MalformedException(why);
            }
            size = header.value("size") instanceof Long said ? said : -1;
            verification.realm(
                    header.value("realmId") instanceof String id ? id : null,
                    header.value("realm") instanceof String name ? name : null);
            demandHeader(header, own);
            List<String> names = header.has("realm") ? ServerForm.FIRST_HEADER : ServerForm.HEADER;
            if (!ServerForm.isOf(line.text(), header, names)) {
                throw new MalformedException(NOT_WRITTEN);
            }
        } catch (MalformedException e) {
            findings.add(Finding.of(Kind.MALFORMED, "the export's header cannot be read: " + e.getMessage()));
        }
        demandEnd(line);
        read(rest, false, verification);
        return verification.finish(size);
    }

    private static void demandHeader(Members header, Optional<Signed> own) throws MalformedException {
        boolean first = header.value("v") instanceof Long version && version == 1;
        header.demand(first ? FIRST_HEADER : HEADER);
        if (!header.text("export").equals(EXPORT) || header.number("v") != (first ? 1 : 2)) {
            throw new MalformedException("it is not of version 1 or 2 of " + EXPORT);
        }
        if (header.text("realmId").isEmpty() || (first && header.text("realm").isEmpty())) {
            throw new MalformedException("it is of no realm");
        }
        long size = header.number("size");
        if (header.isNull("checkpoint")) {
            throw new MalformedException("it has no checkpoint of its own, so nothing was signed when it was made");
        }
        header.text("checkpoint");
        if (own.isPresent() && own.get().checkpoint().size() != size) {
            throw new MalformedException("it says size " + size + ", and its checkpoint "
                    + own.get().checkpoint().size());
        }
    }

    /** Files of a file sink. */
    private Report sunk(Line first, Lines rest) throws IOException {
        long kept = checkpoints.seen();
        Verification verification = new Verification(checkpoints, policy, reader, realm, begun);
        take(ReadLine.of(first, true, checkpoints, new TreeHasher()), verification);
        String last = read(rest, true, verification).orElse(first).source();
        if (checkpoints.seen() == kept) {
            findings.add(Finding.of(
                    Kind.MALFORMED, last + " has neither the header of an export nor the checkpoints of a file sink"));
        }
        return verification.finish(-1);
    }

    /** Takes the lines that are left. Answers the last one. */
    private Optional<Line> read(Lines lines, boolean sunk, Verification verification) throws IOException {
        Line last = null;
        try (InOrder<List<ReadLine>> batches = new InOrder<>(batch -> {
            for (ReadLine line : batch) {
                take(line, verification);
            }
        })) {
            List<Line> batch = new ArrayList<>();
            long size = 0;
            while (lines.next()) {
                last = lines.line();
                batch.add(last);
                size += last.bytes().length;
                if (size >= BATCH_BYTES || batch.size() >= BATCH_LINES) {
                    List<Line> whole = batch;
                    batches.add(() -> read(whole, sunk));
                    batch = new ArrayList<>();
                    size = 0;
                }
            }
            List<Line> rest = batch;
            batches.add(() -> read(rest, sunk));
            batches.finish();
        }
        return Optional.ofNullable(last);
    }

    private List<ReadLine> read(List<Line> batch, boolean sunk) {
        TreeHasher hasher = new TreeHasher();
        List<ReadLine> read = new ArrayList<>(batch.size());
        for (Line line : batch) {
            read.add(ReadLine.of(line, sunk, checkpoints, hasher));
        }
        return read;
    }

    private void take(ReadLine read, Verification verification) throws IOException {
        Line line = read.line();
        long found = findings.count();
        if (read.unreadable() != null) {
            unreadable(verification, line, read.unreadable());
        } else if (read.entry() != null) {
            verification.entry(read.entry(), line);
        } else if (read.checkpoint() != null) {
            verification.checkpoint(read.checkpoint(), read.note(), line);
        }
        if (findings.count() == found && !read.isWritten()) {
            findings.add(Finding.of(Kind.MALFORMED, line.where() + " cannot be taken: " + NOT_WRITTEN));
        }
        demandEnd(line);
    }

    /** A line of which only its place can be trusted. */
    private static void unreadable(Verification verification, Line line, String why) {
        if (line.isTooLong()) {
            Matcher begin = LONG_LINE.matcher(line.beginning());
            if (begin.lookingAt()) {
                byte[] leaf = Base64.getDecoder().decode(begin.group(2));
                verification.unreadable(Long.parseLong(begin.group(1)), leaf, line.where(), why);
                return;
            }
        }
        verification.malformed(line.where(), why);
    }

    private void demandEnd(Line line) {
        line.goesOnIn()
                .ifPresent(next -> findings.add(Finding.of(
                        Kind.MALFORMED,
                        line.where() + ", goes on in " + next
                                + ": the server ends each of its files with a whole line")));
        if (!line.isEnded()) {
            findings.add(Finding.of(
                    Kind.MALFORMED,
                    line.where() + ", the last, does not end: the file was cut off, or is still being written"));
        }
    }

    private Report proof(Members members, String source) throws UnreadableException, IOException {
        if (!isProof(members)) {
            throw new UnreadableException(source + " is neither an export nor a proof: it has no proof and no header");
        }
        try {
            if (!members.has("inclusionProof")) {
                members.demand(CONSISTENCY);
                return twoCheckpoints(members, source);
            }
            if (members.has("damaged")) {
                members.demand(DAMAGED_ENTRY);
                return damagedEntry(members);
            }
            members.demand(ENTRY);
            return oneEntry(members, source);
        } catch (MalformedException e) {
            long seq = members.value("seq") instanceof Long said ? said : 0;
            findings.add(Finding.at(Kind.MALFORMED, seq, source + " cannot be read: " + e.getMessage()));
            return report("nothing is proved", 0, 0, 0, Optional.empty(), Report.Realm.NONE);
        }
    }

    // The server has said that the entry differs from what was sealed, so its other members may have any shape.
    private Report damagedEntry(Members event) throws MalformedException {
        long seq = event.number("seq");
        findings.add(Finding.at(
                Kind.EDITED, seq, "entry " + seq + " is not what was sealed: the server itself calls it damaged"));
        return report("entry " + seq + " is not proved", 1, 0, 0, Optional.empty(), Report.Realm.NONE);
    }

    private Report oneEntry(Members event, String source) throws UnreadableException, IOException, MalformedException {
        boolean closed = event.isNull("payload") && event.isNull("salt") && event.isNull("entry");
        boolean covered = !event.isNull("checkpoint") || !event.isNull("inclusionProof");
        EntryLine entry = EntryLine.of(event, !closed);
        List<byte[]> proof = covered ? event.hashes("inclusionProof", TreeHasher.HASH_BYTES) : List.of();
        Optional<Signed> signed = covered ? checkpoints.add(event.text("checkpoint"), source) : Optional.empty();
        long seq = entry.seq();
        TreeHasher hasher = new TreeHasher();
        if (!MessageDigest.isEqual(entry.computed(hasher), entry.leaf())) {
            findings.add(Finding.at(Kind.EDITED, seq, "entry " + seq + " is not what its hash says"));
        }
        if (entry.entry() != null
                && !(event.value("entry") instanceof Map<?, ?> shown
                        && entry.entry().says(shown))) {
            findings.add(Finding.at(
                    Kind.OTHER_ENTRY, seq, "what is shown as entry " + seq + " is not what was sealed as its payload"));
        }
        if (!covered) {
            demandUncovered(seq, source);
        }
        boolean holds = signed.isPresent()
                && new ProofVerifier(hasher)
                        .includes(
                                seq - 1,
                                entry.leaf(),
                                signed.get().checkpoint().size(),
                                signed.get().checkpoint().rootBytes(),
                                proof);
        if (signed.isPresent() && !holds) {
            findings.add(Finding.at(Kind.BAD_PROOF, seq, "entry " + seq + " is not in the tree of its checkpoint"));
        }
        new MadeAt(policy, signed).wrong().ifPresent(findings::add);
        Report.Realm of = realmOf(entry.entry());
        reader.sealed(seq, entry.leaf());
        if (entry.entry() != null && entry.payload() != null) {
            reader.open(seq, entry.entry(), entry.payload());
        }
        String proved = (closed
                        ? "the hash of entry " + seq + " is proved, and its content is not in the file"
                        : "entry " + seq + " is proved")
                + signed.map(head -> " (in the " + head.name() + ")").orElse("");
        return report(proved, 1, closed ? 0 : 1, holds ? seq : 0, signed, of);
    }

    /** An entry has no proof until a checkpoint covers it. Throws unless something says that one does, or did. */
    private void demandUncovered(long seq, String source) throws UnreadableException {
        MadeAt made = new MadeAt(policy, Optional.empty());
        Optional<Signed> covers =
                checkpoints.from(seq).filter(kept -> !made.isTooLate(kept)).findFirst();
        covers.ifPresent(kept -> findings.add(Finding.at(
                Kind.NOT_COVERED,
                seq,
                "entry " + seq + " comes without a proof, although the " + kept.name() + " (" + kept.source()
                        + ") covers it: it is not proved")));
        if (findings.isEmpty()) {
            throw new UnreadableException(source + " has no checkpoint yet; ask for the entry again in a few seconds");
        }
    }

    private Report.Realm realmOf(@Nullable EntryText entry) {
        String id = entry == null ? null : entry.text("realmId");
        String name = entry == null ? null : entry.text("realm");
        if (realm != null && !realm.equals(id) && !realm.equals(name)) {
            findings.add(Finding.of(
                    Kind.OTHER_REALM,
                    entry == null
                            ? "the entry is not open, so nothing shows that it is of the realm " + realm
                            : "the entry is not of the realm " + realm));
        }
        return new Report.Realm(id, id != null, name == null ? List.of() : List.of(name));
    }

    private Report twoCheckpoints(Members pair, String source) throws MalformedException {
        List<byte[]> proof = pair.hashes("consistencyProof", TreeHasher.HASH_BYTES);
        String from = pair.text("from");
        String to = pair.text("to");
        Optional<Signed> older = checkpoints.add(from, source);
        Optional<Signed> newer = checkpoints.add(to, source);
        boolean holds = older.isPresent()
                && newer.isPresent()
                && new ProofVerifier(new TreeHasher())
                        .consistent(
                                older.get().checkpoint().size(),
                                older.get().checkpoint().rootBytes(),
                                newer.get().checkpoint().size(),
                                newer.get().checkpoint().rootBytes(),
                                proof);
        if (older.isPresent() && newer.isPresent() && !holds) {
            findings.add(Finding.of(
                    Kind.BAD_PROOF,
                    "the proof does not show that the older checkpoint is the beginning of the newer one"));
        }
        if (realm != null) {
            findings.add(Finding.of(Kind.OTHER_REALM, "two checkpoints show nothing of the realm " + realm));
        }
        String proved = holds
                ? "the log of the " + older.get().name() + " is the beginning of that of the "
                        + newer.get().name()
                : "";
        return report(proved, 0, 0, newer.map(head -> head.checkpoint().size()).orElse(0L), newer, Report.Realm.NONE);
    }

    /**
     * The report on a proof against its own checkpoint alone. The kept ones have to agree with that one if they have
     * its size.
     */
    private Report report(String proved, int entries, int opened, long held, Optional<Signed> signed, Report.Realm of) {
        checkpoints.setBack(policy.timeTolerance()).ifPresent(findings::add);
        List<Finding> notices = new ArrayList<>();
        if (signed.isPresent() && !checkpoints.isKept(signed.get().checkpoint().size())) {
            notices.add(Finding.of(
                    Kind.NONE_KEPT,
                    "no checkpoint of this size was given that had been kept elsewhere: nothing is compared with one"));
        }
        boolean good = findings.isEmpty();
        return new Report(
                proved + "; nothing else is in the file",
                entries,
                opened,
                opened,
                good ? 1 : 0,
                good ? held : 0,
                true,
                signed.map(Signed::time).filter(time -> good),
                of,
                findings.first(),
                findings.count(),
                notices,
                Beginning.NONE);
    }
}
