package io.caregate.audit.verify;

import io.caregate.audit.tree.ProofCheck;
import io.caregate.audit.tree.TreeHasher;
import io.caregate.audit.verify.Checkpoints.Signed;
import io.caregate.audit.verify.Finding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what the server hands out: an export of the log, what its file sink has written, one entry with its proof, or
 * the proof between two checkpoints. Which of them a file is, its first line tells. Memory grows with the number of
 * checkpoints, not with the log.
 */
public final class Verifier {
    private static final String CHECKPOINT = "checkpoint";

    private final Checkpoints checkpoints;
    private final Leniency leniency;

    /** Takes the checkpoints that are known already, kept elsewhere than the log. */
    public Verifier(Checkpoints checkpoints, Leniency leniency) {
        this.checkpoints = checkpoints;
        this.leniency = leniency;
    }

    /** Verifies a file; throws where nothing can be said about it. */
    public Report verify(InputStream file, String source) throws IOException, UnreadableException {
        Lines lines = new Lines(file);
        if (!lines.next()) {
            throw new UnreadableException(source + " is empty");
        }
        Map<String, Object> first;
        try {
            first = FlatJson.parse(lines.buffer(), lines.offset(), lines.length());
        } catch (IOException e) {
            throw new UnreadableException(source + " is no export and no proof: its first line is not JSON", e);
        }
        if (first.containsKey("inclusionProof")) {
            return oneEntry(first, source);
        }
        if (first.containsKey("consistencyProof")) {
            return twoCheckpoints(first, source);
        }
        return export(first, lines, source);
    }

    private Report export(Map<String, Object> first, Lines lines, String source)
            throws IOException, UnreadableException {
        boolean headed = "caregate-audit".equals(first.get("export"));
        if (!headed && !first.containsKey("seq") && !isCheckpoint(first)) {
            throw new UnreadableException(source + " is neither an export nor a proof");
        }
        Optional<Signed> own = headed && first.get(CHECKPOINT) instanceof String note
                ? checkpoints.add(note, source)
                : Optional.empty();
        if (headed) {
            demandCheckpoint();
        }
        Verification verification = new Verification(checkpoints, leniency);
        verification.realmId(first.get("realmId") instanceof String id ? id : null);
        boolean goesOn = headed || take(verification, first, source);
        while (goesOn && lines.next()) {
            try {
                goesOn = take(verification, FlatJson.parse(lines.buffer(), lines.offset(), lines.length()), source);
            } catch (IOException e) {
                verification.malformed("line " + lines.number() + " is not JSON");
                goesOn = false;
            }
        }
        demandCheckpoint();
        long size = headed && goesOn && first.get("size") instanceof Long said ? said : -1;
        return conclude(verification.finish(size, own));
    }

    private boolean take(Verification verification, Map<String, Object> members, String source)
            throws UnreadableException {
        if (isCheckpoint(members)) {
            return verification.passed(checkpoints.add(String.valueOf(members.get(CHECKPOINT)), source));
        }
        try {
            return verification.take(EntryLine.of(members));
        } catch (IllegalArgumentException e) {
            verification.malformed(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** The file sink writes checkpoints among the entries, each behind the last one that it covers. */
    private static boolean isCheckpoint(Map<String, Object> members) {
        return members.get(CHECKPOINT) instanceof String && !members.containsKey("seq");
    }

    /** Puts what is wrong with a checkpoint first, unless an entry is wrong. */
    private Report conclude(Report report) {
        Optional<Finding> wrong = report.wrong()
                .or(() -> checkpoints.findings().stream().findFirst())
                .or(() -> report.notices().stream()
                        .filter(notice -> leniency.strictTime() && notice.kind() == Kind.TIME_BACK)
                        .findFirst());
        return new Report(
                report.entries(),
                report.opened(),
                report.checkpoints(),
                report.held(),
                report.time(),
                wrong,
                report.notices());
    }

    private Report oneEntry(Map<String, Object> event, String source) throws UnreadableException {
        if (!(event.get(CHECKPOINT) instanceof String note)) {
            throw new UnreadableException(source + " has no checkpoint yet; ask for the entry again in a minute");
        }
        Optional<Signed> signed = checkpoints.add(note, source);
        demandCheckpoint();
        TreeHasher hasher = new TreeHasher();
        EntryLine entry;
        List<byte[]> proof;
        try {
            entry = EntryLine.of(event);
            proof = hashes(event.get("inclusionProof"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(source + ": " + e.getMessage(), e);
        }
        long seq = entry.seq();
        boolean holds = signed.filter(head -> new ProofCheck(hasher)
                        .includes(
                                seq - 1,
                                entry.computed(hasher),
                                head.checkpoint().size(),
                                head.checkpoint().rootBytes(),
                                proof))
                .isPresent();
        Finding wrong = Finding.at(Kind.EDITED, seq, "entry " + seq + " is not in the tree of its checkpoint");
        return conclude(proved(holds, seq, entry.isOpen() ? 1 : 0, signed, wrong));
    }

    private Report twoCheckpoints(Map<String, Object> pair, String source) throws UnreadableException {
        if (!(pair.get("from") instanceof String from) || !(pair.get("to") instanceof String to)) {
            throw new UnreadableException(source + " lacks one of the two checkpoints");
        }
        Optional<Signed> older = checkpoints.add(from, source);
        Optional<Signed> newer = checkpoints.add(to, source);
        demandCheckpoint();
        List<byte[]> proof = hashes(pair.get("consistencyProof"));
        boolean holds = older.isPresent()
                && newer.isPresent()
                && new ProofCheck(new TreeHasher())
                        .consistent(
                                older.get().checkpoint().size(),
                                older.get().checkpoint().rootBytes(),
                                newer.get().checkpoint().size(),
                                newer.get().checkpoint().rootBytes(),
                                proof);
        Finding wrong = Finding.of(Kind.FORK, "the older checkpoint is not the beginning of the newer one");
        return conclude(
                proved(holds, newer.map(head -> head.checkpoint().size()).orElse(0L), 0, newer, wrong));
    }

    private static Report proved(boolean holds, long seq, int opened, Optional<Signed> signed, Finding wrong) {
        return new Report(
                opened,
                opened,
                holds ? 1 : 0,
                holds ? seq : 0,
                signed.flatMap(Signed::time),
                holds || signed.isEmpty() ? Optional.empty() : Optional.of(wrong),
                List.of());
    }

    private static List<byte[]> hashes(@Nullable Object list) {
        if (!(list instanceof List<?> texts)) {
            throw new IllegalArgumentException("a proof is a list of hashes");
        }
        return texts.stream()
                .map(text -> Base64.getDecoder().decode(text.toString().getBytes(StandardCharsets.US_ASCII)))
                .toList();
    }

    private void demandCheckpoint() throws UnreadableException {
        if (checkpoints.seen() == 0) {
            throw new UnreadableException("there is no checkpoint to verify against; give --checkpoints");
        }
    }
}
