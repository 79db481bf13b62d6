package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.CosignedNote;
import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.Verifier;
import io.caregate.audit.verify.VerifyPolicy;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.archive.ArchiveState;
import io.caregate.audit.verify.fetch.Outcome.State;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run: fetches what is new in a log, verifies that it continues what the archive has, and adds it. Nothing is added
 * unless everything is in order. The tree over the archive's entries and the new ones has to have the root of the new
 * checkpoint, which proves more than a consistency proof would: that these entries are what was signed. Not
 * thread-safe.
 */
public final class Fetch {
    private static final String HEADER = "{\"export\":\"caregate-audit\"";
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int KEY_ID = 8;

    private final LogSource source;
    private final Function<String, Checkpoints> checkpoints;
    private final Clock clock;
    private final Duration oldest;

    /**
     * {@code checkpoints} makes an empty set of checkpoints for a log with this name, or with any name if it is empty.
     * {@code oldest} is the age of the newest checkpoint from which on the log is behind.
     */
    public Fetch(LogSource source, Function<String, Checkpoints> checkpoints, Clock clock, Duration oldest) {
        this.source = source;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.oldest = oldest;
    }

    /**
     * Runs once. Throws {@link AwayException} if the server could not be asked, and {@link UnreadableException} if no
     * statement is possible for another reason; the archive is unchanged then.
     */
    public Outcome run(Archive archive) throws IOException, AwayException, UnreadableException {
        ArchiveState before = archive.state();
        Checkpoints known = known(before, archive);
        List<String> listed = before.checkpoint() == null
                ? List.of()
                : source.checkpointsAbove(before.entries().size());
        for (String note : listed) {
            known.addFound(note, "the server's list");
        }
        // Before the export, so that this has a checkpoint of at least the same size.
        Optional<CosignedNote> cosigned = cosigned(before);
        cosigned.ifPresent(note -> known.addFound(note.checkpoint(), "the cosigned checkpoint"));
        source.export(before.entries().size(), archive::writeIncoming);
        byte[] line = firstLine(archive);
        String header = new String(line, StandardCharsets.UTF_8);
        Members members = demandHeader(header, before);
        Report report;
        try (InputStream incoming = new BufferedInputStream(Files.newInputStream(archive.incoming()))) {
            report = new Verifier(known, VerifyPolicy.DEFAULT, OpenEntries.IGNORED)
                    .after(before.entries())
                    .verify(incoming, "the export");
        }
        if (!report.isGood()) {
            return wrong(archive, known, report, members, listed);
        }
        demandRealm(before, report);
        ArchiveState after = next(before, report, header);
        if (!after.equals(before)) {
            archive.accept(line.length, after);
        }
        if (cosigned.isPresent()) {
            archive.keepCosigned(cosigned.get());
        }
        return good(archive, before, after, known);
    }

    /** One of the entries that the archive has is of no use: its tree cannot be compared with theirs any more. */
    private Optional<CosignedNote> cosigned(ArchiveState before)
            throws IOException, AwayException, UnreadableException {
        Optional<String> note = source.cosigned();
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            return CosignedNote.find(note.get())
                    .filter(each -> each.size() >= before.entries().size());
        } catch (MalformedException e) {
            throw new UnreadableException("the server's cosigned checkpoint cannot be read: " + e.getMessage(), e);
        }
    }

    /** The archive's own checkpoint, which has to be what the archive's tree leads to. */
    private Checkpoints known(ArchiveState before, Archive archive) throws IOException, UnreadableException {
        String note = before.checkpoint();
        if (note == null) {
            return checkpoints.apply("");
        }
        String[] lines = note.split("\n", -1);
        Checkpoints known = checkpoints.apply(lines[0]);
        known.addKept(new ByteArrayInputStream(note.getBytes(StandardCharsets.UTF_8)), "the archive");
        if (known.wrong() > 0) {
            throw new UnreadableException("the archive's own checkpoint of size "
                    + before.entries().size() + " is not signed by a key that counts for it: give that key with --key"
                    + " too");
        }
        if (lines.length < 3
                || !lines[1].equals(Long.toString(before.entries().size()))
                || !before.entries().hasRoot(lines[2])) {
            throw new UnreadableException(
                    "the state of the archive was changed: its tree is not that of its checkpoint;" + " put "
                            + archive.incoming().resolveSibling("state.json") + " back from a backup");
        }
        return known;
    }

    private static byte[] firstLine(Archive archive) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive.incoming()))) {
            int read = in.read();
            while (read >= 0 && line.size() < LONGEST_HEADER) {
                line.write(read);
                if (read == '\n') {
                    break;
                }
                read = in.read();
            }
        }
        return line.toByteArray();
    }

    /** Throws unless it is the header of an export. A log without a signature is wrong only if it had one before. */
    private static Members demandHeader(String header, ArchiveState before) throws UnreadableException {
        Members members;
        try {
            if (!header.startsWith(HEADER)) {
                throw new MalformedException("it does not begin as an export does");
            }
            members = Members.parse(header);
        } catch (MalformedException e) {
            throw new UnreadableException(
                    "the answer is not an export: " + e.getMessage() + "; is the issuer right?", e);
        }
        if (before.checkpoint() == null && !(members.value("checkpoint") instanceof String)) {
            throw new UnreadableException("the log is not signed, so nothing in it can be proved: the operator has to"
                    + " give the server a signing key");
        }
        return members;
    }

    private static void demandRealm(ArchiveState before, Report report) throws UnreadableException {
        String realm = report.realm().id();
        if (before.realmId() != null && !before.realmId().equals(realm)) {
            throw new UnreadableException("the archive is of the realm " + before.realmId() + ", and the export of "
                    + realm + ": fetch it into another folder");
        }
    }

    /** The state with what is new. The newer one of two checkpoints of the same size stays. */
    private static ArchiveState next(ArchiveState before, Report report, String header) throws UnreadableException {
        try {
            ArchiveState after = ArchiveState.of(report.end(), before.bytes(), header);
            boolean isNewer = before.checkpoint() == null
                    || after.entries().size() > before.entries().size()
                    || signed(after).isAfter(signed(before));
            return isNewer ? after : before;
        } catch (MalformedException e) {
            throw new UnreadableException("the answer is not an export: " + e.getMessage(), e);
        }
    }

    private static Instant signed(ArchiveState state) {
        return state.checkpoint() == null ? Instant.EPOCH : Archive.signed(state.checkpoint());
    }

    private static Outcome wrong(Archive archive, Checkpoints known, Report report, Members header, List<String> listed)
            throws IOException {
        List<String> found = report.findings().stream()
                .map(finding -> finding.kind() + ": " + finding.text())
                .toList();
        String evidence = "";
        // Only what a known key has signed shows that it was this log's server that said it.
        List<String> signed = suspects(header, listed, report).stream()
                .filter(known::isSigned)
                .toList();
        if (!signed.isEmpty()) {
            archive.keepEvidence(signed, found);
            evidence = "; evidence is in " + archive.evidence();
        }
        Finding first = report.findings().get(0);
        String more = report.count() == 1 ? "" : " (and " + (report.count() - 1) + " more)";
        String line = "NOT IN ORDER: " + first.kind() + ": " + first.text() + more + "; nothing was added" + evidence;
        return new Outcome(State.WRONG, line, 0, report.findings());
    }

    /** The notes that may be wrong: the header's, and the list's, first those of a size that was found wrong. */
    private static List<String> suspects(Members header, List<String> listed, Report report) {
        Set<String> sizes = report.findings().stream()
                .map(finding -> Long.toString(finding.last()))
                .collect(Collectors.toSet());
        Stream<String> first = header.value("checkpoint") instanceof String note ? Stream.of(note) : Stream.empty();
        Stream<String> others = listed.stream().sorted(Comparator.comparing(note -> !isOfSize(note, sizes)));
        return Stream.concat(first, others).distinct().toList();
    }

    private static boolean isOfSize(String note, Set<String> sizes) {
        String[] lines = note.split("\n", 3);
        return lines.length > 1 && sizes.contains(lines[1]);
    }

    private Outcome good(Archive archive, ArchiveState before, ArchiveState after, Checkpoints known)
            throws IOException {
        long size = after.entries().size();
        long added = size - before.entries().size();
        Instant time = signed(after);
        String line = added(before.entries().size(), added) + "; all " + size + " in order; signed " + time + " by "
                + known.signers().stream().map(Fetch::named).collect(Collectors.joining(" and "));
        if (archive.hasEvidence()) {
            return new Outcome(
                    State.WRONG,
                    line + "; BUT an earlier run found the log NOT IN ORDER: read " + archive.evidence()
                            + ", and move it away when that is settled",
                    added,
                    List.of());
        }
        Duration age = Duration.between(time, clock.instant());
        if (age.compareTo(oldest) > 0) {
            return new Outcome(
                    State.BEHIND,
                    line + "; BEHIND: the newest checkpoint is " + age.toMinutes()
                            + " minutes old, so the server does not seal, or shows an old state",
                    added,
                    List.of());
        }
        return new Outcome(State.IN_ORDER, line, added, List.of());
    }

    private static String added(long before, long added) {
        if (added == 0) {
            return "no new entries";
        }
        return added == 1
                ? "1 new entry, " + (before + 1)
                : added + " new entries, " + (before + 1) + " to " + (before + added);
    }

    /** A key's name and id, without the rest. */
    private static String named(String key) {
        int end = key.indexOf('+') + 1 + KEY_ID;
        return key.substring(0, Math.min(end, key.length()));
    }
}
