package io.caregate.audit.verify;

import io.caregate.audit.tree.Frontier;
import io.caregate.audit.tree.TreeHasher;
import io.caregate.audit.verify.Checkpoints.Signed;
import io.caregate.audit.verify.Finding.Kind;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of an export one by one, and compares the tree that they make with each signed checkpoint as it
 * passes that size. Ends at the first thing that is wrong.
 *
 * <p>Which entry is the first wrong one: exactly that whose number, form or own hash does not fit. If all of them fit
 * and the tree does not, hashes were changed along with the entry, and the first wrong entry is after the last
 * checkpoint that held and not after the first that did not.
 */
final class Verification {
    private final TreeHasher hasher = new TreeHasher();
    private final Checkpoints checkpoints;
    private final Leniency leniency;
    private final List<Finding> notices = new ArrayList<>();
    private final Frontier tree = new Frontier(hasher);
    /** The tree as the payloads alone make it, from the first entry on whose hash does not fit. */
    private @Nullable Frontier computed;

    private @Nullable String realmId;
    private @Nullable Finding wrong;
    private long edited;
    private long held;
    private long compared;
    private long opened;
    private Instant latest = Instant.MIN;

    Verification(Checkpoints checkpoints, Leniency leniency) {
        this.checkpoints = checkpoints;
        this.leniency = leniency;
        compare();
    }

    void realmId(@Nullable String id) {
        this.realmId = id;
    }

    /** Takes the next entry; false when there is no use in going on. */
    boolean take(EntryLine entry) {
        long expected = tree.size() + 1;
        if (entry.seq() != expected) {
            return fail(Finding.at(
                    Kind.GAP,
                    expected,
                    "entry " + expected + " is missing or moved: entry " + entry.seq() + " is there"));
        }
        append(entry);
        look(entry);
        compare();
        return wrong == null;
    }

    /**
     * Takes a checkpoint that stands behind the last entry that it covers; empty if no known key has signed it. Once the
     * tree is larger there is nothing left to compare it with.
     */
    boolean passed(Optional<Signed> signed) {
        long size = signed.map(known -> known.checkpoint().size()).orElse(tree.size());
        if (size < tree.size()) {
            return fail(Finding.at(
                    Kind.MALFORMED,
                    tree.size(),
                    "the checkpoint of size " + size + " stands behind entry " + tree.size()));
        }
        if (held < tree.size() || tree.size() == 0) {
            compare();
        }
        return wrong == null;
    }

    /** A line that is no entry. */
    void malformed(String why) {
        long seq = tree.size() + 1;
        fail(Finding.at(Kind.MALFORMED, seq, "entry " + seq + " cannot be read: " + why));
    }

    private void append(EntryLine entry) {
        byte[] hash = entry.computed(hasher);
        if (edited == 0 && !MessageDigest.isEqual(hash, entry.leaf())) {
            edited = entry.seq();
            computed = Frontier.parse(hasher, tree.size(), tree.toText());
        }
        tree.append(entry.leaf(), Frontier.Completed.IGNORED);
        Frontier other = computed;
        if (other != null) {
            other.append(hash, Frontier.Completed.IGNORED);
        }
    }

    private void look(EntryLine entry) {
        if (!entry.isOpen()) {
            return;
        }
        opened++;
        EntryLine.Said said = entry.said();
        if (realmId != null && said.realmId() != null && !realmId.equals(said.realmId())) {
            fail(Finding.at(Kind.OTHER_REALM, entry.seq(), "entry " + entry.seq() + " is of another realm"));
        }
        Instant time = said.time();
        if (time == null) {
            return;
        }
        if (latest.isAfter(time) && Duration.between(time, latest).compareTo(leniency.timeTolerance()) > 0) {
            notice(Finding.at(
                    Kind.TIME_BACK,
                    entry.seq(),
                    "entry " + entry.seq() + " is of " + time + ", after one of " + latest));
            latest = time;
        }
        latest = time.isAfter(latest) ? time : latest;
    }

    /** One of a kind is enough: it is the first. */
    private void notice(Finding finding) {
        if (notices.stream().noneMatch(known -> known.kind() == finding.kind())) {
            notices.add(finding);
        }
    }

    private void compare() {
        Signed signed = checkpoints.bySize().get(tree.size());
        if (signed == null || wrong != null) {
            return;
        }
        byte[] root = signed.checkpoint().rootBytes();
        Frontier other = computed;
        boolean fits = MessageDigest.isEqual(tree.root(), root);
        boolean payloadsFit = other != null && MessageDigest.isEqual(other.root(), root);
        if (edited > 0 && (fits || payloadsFit)) {
            fail(editedEntry());
        } else if (!fits) {
            long last = edited > 0 ? edited : tree.size();
            fail(new Finding(
                    Kind.OTHER_TREE,
                    held + 1,
                    last,
                    "the " + signed.name() + " does not hold; the first wrong entry is "
                            + (last == held + 1 ? last : "one of " + (held + 1) + " to " + last)));
        } else {
            held = tree.size();
            compared++;
        }
    }

    private Finding editedEntry() {
        return Finding.at(Kind.EDITED, edited, "entry " + edited + " is not what its hash says");
    }

    /** What is to be said in the end; {@code size} is the one that the export says it has, or -1. */
    Report finish(long size, Optional<Signed> own) {
        if (wrong == null && edited > 0) {
            fail(editedEntry());
        }
        if (wrong == null && size >= 0 && size != tree.size()) {
            long missing = Math.min(size, tree.size()) + 1;
            fail(Finding.at(
                    Kind.CUT_OFF,
                    missing,
                    "the export says that it has " + size + " entries and has " + tree.size() + "; entry " + missing
                            + " is the first that is missing or too much"));
        }
        checkpoints.bySize().tailMap(tree.size(), false).values().forEach(later -> cutOff(later, own));
        if (wrong == null && held < tree.size()) {
            notice(new Finding(
                    Kind.NOT_COVERED,
                    held + 1,
                    tree.size(),
                    "no checkpoint covers the entries " + (held + 1) + " to " + tree.size()));
        }
        return new Report(
                tree.size(),
                opened,
                compared,
                held,
                Optional.ofNullable(checkpoints.bySize().get(held)).flatMap(Signed::time),
                Optional.ofNullable(wrong),
                notices);
    }

    /** A log does not shrink; a checkpoint that is larger than an export is fine only if it is known to be younger. */
    private void cutOff(Signed later, Optional<Signed> own) {
        boolean signedAfterwards = leniency.olderExport()
                && own.flatMap(Signed::time)
                        .flatMap(exported -> later.time().map(time -> time.isAfter(exported)))
                        .orElse(false);
        if (signedAfterwards) {
            notice(Finding.of(
                    Kind.NEWER_CHECKPOINT,
                    "the " + later.name() + " (" + later.source() + ") was signed after the export and is left out"));
        } else if (wrong == null) {
            long before = heldBefore(later) + 1;
            long missing = tree.size() + 1;
            fail(new Finding(
                    Kind.CUT_OFF,
                    before,
                    missing,
                    "the log ends with entry " + tree.size() + ", but there is a " + later.name() + " ("
                            + later.source() + "): entries were cut off or the database was set back; missing from "
                            + missing + " on"
                            + (before == missing ? "" : ", and whatever was sealed anew can begin at " + before)));
        }
    }

    /** What was signed after a larger checkpoint proves nothing about a log that has shrunk since. */
    private long heldBefore(Signed later) {
        return checkpoints.bySize().headMap(tree.size(), true).descendingMap().values().stream()
                .filter(signed -> signed.time()
                        .flatMap(time -> later.time().map(limit -> !time.isAfter(limit)))
                        .orElse(false))
                .mapToLong(signed -> signed.checkpoint().size())
                .findFirst()
                .orElse(0);
    }

    private boolean fail(Finding finding) {
        if (wrong == null) {
            wrong = finding;
        }
        return false;
    }
}
