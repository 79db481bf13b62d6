package io.caregate.audit.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.entry.TextSanitizer;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An object to be rendered, read without trust: an entry, an erased one, an unreadable one, or a checkpoint. All have
 * the keys of an entry. A missing value is absent, and a value of another type is its text.
 */
public final class EntryView {
    static final String SEQ = "seq";
    static final String LEAF = "leaf";
    static final String ORIGIN = "origin";

    /** The names that the log gives to an entry. No entry has such a key. */
    private static final Set<String> OF_LOG = Set.of(SEQ, LEAF, ORIGIN);

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final String id;
    private final @Nullable Long seq;
    private final ObjectNode members;
    private final LogReference reference;

    private EntryView(String id, @Nullable Long seq, ObjectNode members, LogReference reference) {
        this.id = id;
        this.seq = seq;
        this.members = members;
        this.reference = reference;
    }

    /** An entry without its reference to the log. */
    public static EntryView of(SealedEntry entry) {
        return of(entry, LogReference.NONE);
    }

    /** An entry. An erased one says that it was erased, and an unreadable one that it cannot be read. */
    public static EntryView of(SealedEntry entry, LogReference reference) {
        String id = entry.id().isEmpty() ? "seq-" + entry.seq() : TextSanitizer.of(entry.id());
        return new EntryView(id, entry.seq(), Payload.read(entry), reference);
    }

    /**
     * The substitute in an export for an entry that is not what was sealed: its number and the parts that disagree, and
     * nothing of the entry itself.
     */
    public static EntryView ofDamaged(long seq, String realmId, Instant found, String what) {
        String id = "damaged-" + seq;
        return new EntryView(id, seq, Payload.ofDamaged(seq, id, realmId, found, what), LogReference.NONE);
    }

    /** A checkpoint. Its note is what proves it, so it has no leaf hash; the note's first line is the log's name. */
    public static EntryView of(StoredCheckpoint checkpoint) {
        String id = UUID.nameUUIDFromBytes(checkpoint.note().getBytes(StandardCharsets.UTF_8))
                .toString();
        String origin = checkpoint
                .note()
                .lines()
                .findFirst()
                .filter(Checkpoint::isOrigin)
                .orElse("");
        return new EntryView(id, null, Payload.of(checkpoint, id), new LogReference("", origin));
    }

    /** The entry's own id. The id of a checkpoint is made from its note. */
    String id() {
        return id;
    }

    /** The number in the log. A checkpoint has none. */
    Optional<Long> seq() {
        return Optional.ofNullable(seq);
    }

    /**
     * What leads back to the log, by the names that every format uses: {@value #SEQ}, {@value #LEAF},
     * {@value #ORIGIN}, in this order and as far as they are known. Empty without a leaf hash.
     */
    Map<String, String> reference() {
        Map<String, String> known = new LinkedHashMap<>();
        if (!reference.leaf().isEmpty()) {
            seq().ifPresent(number -> known.put(SEQ, number.toString()));
            known.put(LEAF, reference.leaf());
            if (!reference.origin().isEmpty()) {
                known.put(ORIGIN, reference.origin());
            }
        }
        return known;
    }

    /** The name of the log; empty if it is not known. */
    String origin() {
        return reference.origin();
    }

    /** All keys with their values. */
    ObjectNode members() {
        return members;
    }

    /** The event type. */
    public String type() {
        return text("type").orElse("UNKNOWN");
    }

    /** The error code, or an empty text. */
    public String error() {
        return text("error").orElse("");
    }

    /** Whether it shows what was captured. An entry that was erased, or cannot be read, does not. */
    public boolean hasContent() {
        return members.has("type") && !type().equals(Payload.ERASED) && !type().equals(Payload.UNREADABLE);
    }

    /** The value of this key as text. Empty if it is missing, null or empty. */
    public Optional<String> text(String key) {
        return text(members.get(key));
    }

    /** The detail with this name, as text. */
    Optional<String> detail(String name) {
        return text(members.path("details").get(name));
    }

    /** All details that have a value. */
    SortedMap<String, String> details() {
        SortedMap<String, String> details = new TreeMap<>();
        members.path("details").properties().forEach(detail -> text(detail.getValue())
                .ifPresent(value -> details.put(detail.getKey(), value)));
        return details;
    }

    /** Every key of an entry that has a value, except these, with its value as text. */
    SortedMap<String, String> others(Set<String> mapped) {
        SortedMap<String, String> others = new TreeMap<>();
        members.properties().stream()
                .filter(member -> !mapped.contains(member.getKey()))
                .filter(member -> !OF_LOG.contains(member.getKey()))
                .forEach(member -> text(member.getValue()).ifPresent(value -> others.put(member.getKey(), value)));
        return others;
    }

    /** A few words for people: the type and the error. */
    String message() {
        return error().isEmpty() ? type() : type() + " " + error();
    }

    /** The time of the event. If the entry has none, the time in its id, and failing that 1970. */
    public Instant time() {
        return text("time").flatMap(EntryView::instant).orElseGet(() -> timeOfId(id));
    }

    private static Optional<String> text(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        return Optional.of(text).filter(present -> !present.isEmpty());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(EntryView::isUsual);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant timeOfId(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            Instant time = Instant.ofEpochMilli(uuid.version() == 7 ? uuid.getMostSignificantBits() >>> 16 : 0);
            return isUsual(time) ? time : Instant.EPOCH;
        } catch (IllegalArgumentException e) {
            return Instant.EPOCH;
        }
    }

    /** Receivers accept years of four digits. */
    private static boolean isUsual(Instant time) {
        return !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
    }
}
