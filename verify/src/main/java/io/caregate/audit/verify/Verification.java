package io.caregate.audit.verify;

import io.caregate.audit.verify.Checkpoints.Inspected;
import io.caregate.audit.verify.Checkpoints.Signed;
import io.caregate.audit.verify.Finding.Kind;
import io.caregate.auditlog.entry.EntryText;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of a log one by one, and compares the tree that they make with each signed checkpoint as it passes
 * that size. It reads on after an error.
 *
 * <p>An entry is wrong if its number, its form or its own hash does not match. If all of them match and the tree does
 * not, hashes were changed along with the entry. The first wrong entry then comes after the last checkpoint that
 * matched, and not after the first that did not. From there on the tree proves nothing.
 */
final class Verification {
    /** A checkpoint is due after 1,000 entries, and a transaction that seals up to 1,000 makes it. */
    private static final long MOST_UNPROVED = 1_999;

    private final TreeHasher hasher = new TreeHasher();
    private final Checkpoints checkpoints;
    private final Findings findings;
    private final VerifyPolicy policy;
    private final OpenEntries reader;
    private final @Nullable String wanted;
    private final List<Finding> notices = new ArrayList<>();
    private final long begun;
    private final CompactRange tree;
    /** The tree that the payloads alone make, from the first entry on whose hash does not match. */
    private @Nullable CompactRange computed;
    /** The next size of which there is a checkpoint, or one that has been passed. */
    private long next = -1;

    private @Nullable String realmId;
    private @Nullable String realm;
    private boolean realmSeen;
    private boolean wantedSeen;
    private final Set<String> realms = new LinkedHashSet<>();
    private @Nullable Signed newest;
    private @Nullable String before;
    private long edited;
    private long last;
    private boolean lost;
    private boolean gapIsSaid;
    private long read;
    private long held;
    private long compared;
    private long opened;
    private long openedHeld;
    private Instant latest = Instant.MIN;

    /**
     * {@code wanted} is the realm, by id or name, that the file has to belong to; null if any will do. {@code begun} is
     * what the file continues.
     */
    Verification(
            Checkpoints checkpoints,
            VerifyPolicy policy,
            OpenEntries reader,
            @Nullable String wanted,
            Beginning begun) {
        this.begun = begun.size();
        this.tree = begun.range(hasher);
        this.last = begun.size();
        this.checkpoints = checkpoints;
        this.findings = checkpoints.findings();
        this.policy = policy;
        this.reader = reader;
        this.wanted = wanted;
        compare();
    }

    /** Sets the realm that every open entry must belong to. The name, if the export has it, is that of some of them. */
    void realm(@Nullable String id, @Nullable String name) {
        this.realmId = id;
        this.realm = name;
    }

    /** Takes an entry's line. The rest of a malformed one may still have its place in the tree. */
    void entry(ReadLine.Entry entry, Line line) throws IOException {
        long seq = entry.seq();
        if (seq == 0) {
            malformed(line.where(), entry.problem());
            return;
        }
        boolean follows = place(seq);
        EntryLine content = entry.content();
        if (content == null) {
            findings.add(Finding.at(
                    Kind.MALFORMED, seq, line.where() + ", entry " + seq + ", cannot be read: " + entry.problem()));
        }
        if (!MessageDigest.isEqual(entry.computed(), entry.leaf())) {
            findings.add(Finding.at(Kind.EDITED, seq, "entry " + seq + " is not what its hash says"));
        }
        if (follows) {
            append(seq, entry.leaf(), entry.computed());
            reader.sealed(seq, entry.leaf());
        }
        if (content != null) {
            look(content);
        }
        if (follows) {
            compare();
        }
    }

    /** Takes an entry of which only the place and the hash are known, since the rest of its line cannot be read. */
    void unreadable(long seq, byte[] leaf, String where, String why) {
        findings.add(Finding.at(Kind.MALFORMED, seq, where + ", entry " + seq + ", cannot be read: " + why));
        if (place(seq)) {
            append(seq, leaf, leaf);
            compare();
        }
    }

    /** Whether an entry with this number is in its place, so that it belongs in the tree. */
    private boolean place(long seq) {
        read++;
        long expected = last + 1;
        boolean explained = gapIsSaid && seq == expected + 1;
        gapIsSaid = false;
        if (seq == expected) {
            last = seq;
            return !lost;
        }
        if (!explained) {
            findings.add(Finding.at(
                    Kind.GAP, expected, "entry " + expected + " is missing or moved: entry " + seq + " is there"));
        }
        if (seq > expected) {
            last = seq;
            lost = true;
        }
        return false;
    }

    /**
     * Takes a checkpoint that follows the last entry that it covers, as a file sink writes it. Once the tree is larger,
     * there is nothing left to compare it with.
     */
    void checkpoint(Members members, @Nullable Inspected inspected, Line line) {
        try {
            members.demand(Verifier.CHECKPOINT_LINE);
            long size = members.number("size");
            if (gapIsSaid && size == last + 1) {
                last = size;
                lost = true;
            }
            gapIsSaid = false;
            String note = members.text("checkpoint");
            if (note.equals(before)) {
                throw new MalformedException("it stands there twice");
            }
            before = note;
            Optional<Signed> signed = inspected == null
                    ? checkpoints.add(note, line.source())
                    : checkpoints.take(inspected, line.source());
            next = -1;
            signed.ifPresent(this::isInFile);
            boolean fits =
                    signed.map(known -> known.checkpoint().size() == size).orElse(true);
            if (!fits || size != last) {
                throw new MalformedException("it says size " + size + " and stands behind entry " + last);
            }
            if (held < tree.size() || tree.size() == 0) {
                compare();
            }
        } catch (MalformedException e) {
            findings.add(Finding.of(
                    Kind.MALFORMED,
                    line.where() + ", a checkpoint behind entry " + last + ", cannot be read: " + e.getMessage()));
        }
    }

    /** Takes a checkpoint that is in the file itself. */
    void isInFile(Signed signed) {
        Signed known = newest;
        if (known == null || signed.time().isAfter(known.time())) {
            newest = signed;
        }
    }

    /** Takes a line that does not belong there. It may stand for the next entry. */
    void malformed(String where, @Nullable String why) {
        long next = last + 1;
        findings.add(Finding.at(
                Kind.MALFORMED, next, where + ", where entry " + next + " should be, cannot be read: " + why));
        gapIsSaid = true;
    }

    private void append(long seq, byte[] leaf, byte[] hash) {
        if (edited == 0 && !MessageDigest.isEqual(hash, leaf)) {
            edited = seq;
            computed = CompactRange.parse(hasher, tree.size(), tree.toText());
        }
        tree.append(leaf, CompactRange.Completed.IGNORED);
        CompactRange other = computed;
        if (other != null) {
            other.append(hash, CompactRange.Completed.IGNORED);
        }
    }

    private void look(EntryLine line) throws IOException {
        EntryText entry = line.entry();
        String payload = line.payload();
        if (entry == null || payload == null) {
            return;
        }
        opened++;
        if (realmId != null && !realmId.equals(entry.text("realmId"))) {
            findings.add(Finding.at(Kind.OTHER_REALM, line.seq(), "entry " + line.seq() + " is of another realm"));
        }
        String name = entry.text("realm");
        realmSeen |= realm != null && realm.equals(name);
        wantedSeen |= wanted != null && wanted.equals(name);
        if (name != null && realms.size() < Report.Realm.NAMES) {
            realms.add(name);
        }
        Instant time = entry.time();
        if (latest.isAfter(time) && Duration.between(time, latest).compareTo(policy.timeTolerance()) > 0) {
            Finding back = Finding.at(
                    Kind.TIME_BACK, line.seq(), "entry " + line.seq() + " is of " + time + ", after one of " + latest);
            if (policy.strictTime()) {
                findings.add(back);
            } else {
                notice(back);
            }
            latest = time;
        }
        latest = time.isAfter(latest) ? time : latest;
        reader.open(line.seq(), entry, payload);
    }

    /** One of each kind is enough: the first. */
    private void notice(Finding finding) {
        if (notices.stream().noneMatch(known -> known.kind() == finding.kind())) {
            notices.add(finding);
        }
    }

    private void compare() {
        if (next < tree.size()) {
            long size = checkpoints.sizeFrom(tree.size());
            next = size < 0 ? Long.MAX_VALUE : size;
        }
        if (next > tree.size() || lost) {
            return;
        }
        Signed signed = checkpoints.of(tree.size()).orElseThrow();
        byte[] root = signed.checkpoint().rootBytes();
        CompactRange other = computed;
        boolean fits = MessageDigest.isEqual(tree.root(), root);
        boolean payloadsFit = other != null && MessageDigest.isEqual(other.root(), root);
        if (fits) {
            held = tree.size();
            openedHeld = opened;
            compared++;
        } else if (!payloadsFit) {
            long end = edited > 0 ? edited : tree.size();
            findings.add(new Finding(
                    Kind.OTHER_TREE,
                    held + 1,
                    end,
                    "the " + signed.name() + " does not hold; the first wrong entry is "
                            + (end == held + 1 ? end : "one of " + (held + 1) + " to " + end)));
            lost = true;
        }
    }

    /** The final report. {@code size} is the size in the export's header, or -1. */
    Report finish(long size) {
        if (size >= 0 && size < begun) {
            findings.add(new Finding(
                    Kind.SET_BACK,
                    size + 1,
                    begun,
                    "the log has " + size + " entries, and had " + begun
                            + " when it was last fetched: it was set back or cut off"));
        } else if (size >= 0 && size != last) {
            long missing = Math.min(size, last) + 1;
            findings.add(Finding.at(
                    Kind.CUT_OFF,
                    missing,
                    "the export says that it has " + size + " entries and has " + last + "; entry " + missing
                            + " is the first that is missing or too much"));
        }
        judgeRealm();
        MadeAt made = new MadeAt(policy, Optional.ofNullable(newest));
        later().filter(made::isTooLate).findFirst().ifPresent(this::leaveOut);
        later().filter(checkpoint -> !made.isTooLate(checkpoint)).findFirst().ifPresent(this::cutOff);
        made.wrong().ifPresent(findings::add);
        checkpoints.setBack(policy.timeTolerance()).ifPresent(findings::add);
        if (findings.isEmpty() && held < last) {
            notCovered();
        }
        if (!checkpoints.isKeptUpTo(last)) {
            notice(Finding.of(
                    Kind.NONE_KEPT,
                    "no checkpoint was given that had been kept elsewhere"
                            + (checkpoints.kept() == 0 ? "" : " before the export was made")
                            + ": whether the log was cut off or set back before it was exported cannot be told"));
        }
        long upTo = findings.upTo(held);
        return new Report(
                proved(),
                read,
                opened,
                openedHeld,
                compared,
                upTo,
                held == last,
                checkpoints.of(upTo).map(Signed::time),
                new Report.Realm(realmId, opened > 0, List.copyOf(realms)),
                findings.first(),
                findings.count(),
                notices,
                new Beginning(tree.size(), tree.toText()));
    }

    private void judgeRealm() {
        if (realm != null && opened > 0 && !realmSeen) {
            findings.add(
                    Finding.of(Kind.OTHER_REALM, "the export says a name of the realm that none of its entries has"));
        }
        if (wanted == null) {
            return;
        }
        if (realmId == null) {
            findings.add(Finding.of(
                    Kind.OTHER_REALM, "the file has entries of every realm, and not of one that can be asked for"));
        } else if (opened == 0) {
            findings.add(Finding.of(
                    Kind.OTHER_REALM, "no entry is open, so nothing shows that the export is of the realm " + wanted));
        } else if (!wantedSeen && !wanted.equals(realmId)) {
            findings.add(Finding.of(
                    Kind.OTHER_REALM, "the export is of the realm " + realmId + ", and not of the realm " + wanted));
        }
    }

    private String proved() {
        String end = held == last
                ? "; nothing else is in the file"
                : "; entries " + (held + 1) + " to " + last + " are behind the last checkpoint and not proved";
        if (held == 0) {
            return "the log has no entry" + end;
        }
        String which = held == 1 ? "entry 1 is" : "entries 1 to " + held + " are";
        String open = openedHeld == 0 ? "none of them open" : openedHeld + " of them open";
        String realms = openedHeld == 0 && realmId != null ? ", and nothing shows of which realm the export is" : "";
        return which + " proved, " + open + realms + end;
    }

    private void notCovered() {
        boolean tooMany = last - held > MOST_UNPROVED;
        Finding finding = new Finding(
                Kind.NOT_COVERED,
                held + 1,
                last,
                "no checkpoint covers the entries " + (held + 1) + " to " + last + ": they are not proved"
                        + (tooMany ? ", and a server signs before there are more than " + MOST_UNPROVED : ""));
        if (policy.unprovedEnd() && held > 0 && !tooMany) {
            notice(finding);
        } else {
            findings.add(finding);
        }
    }

    private Stream<Signed> later() {
        return checkpoints.from(last + 1).filter(checkpoint -> !checkpoint.equals(newest));
    }

    private void leaveOut(Signed checkpoint) {
        notice(Finding.of(
                Kind.NEWER_CHECKPOINT,
                "the " + checkpoint.name() + " (" + checkpoint.source()
                        + ") was signed after the export and is left out"));
    }

    /** A log does not shrink. */
    private void cutOff(Signed later) {
        long before = heldBefore(later) + 1;
        long missing = last + 1;
        findings.add(new Finding(
                Kind.CUT_OFF,
                before,
                missing,
                "the log ends with entry " + last + ", but there is a " + later.name() + " (" + later.source()
                        + "): entries were cut off or the database was set back; missing from " + missing + " on"
                        + (before == missing ? "" : ", and what was sealed again may begin at " + before)));
    }

    /** A checkpoint that was signed after a larger one proves nothing about a log that has shrunk since. */
    private long heldBefore(Signed later) {
        return checkpoints
                .downFrom(last)
                .filter(signed -> !signed.time().isAfter(later.time()))
                .mapToLong(signed -> signed.checkpoint().size())
                .findFirst()
                .orElse(0);
    }
}
