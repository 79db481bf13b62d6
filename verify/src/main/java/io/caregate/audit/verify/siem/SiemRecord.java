package io.caregate.audit.verify.siem;

import io.caregate.auditlog.entry.EntryText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of a SIEM, by the format in which the log had delivered it. What a SIEM adds to a record is ignored.
 *
 * @param seq the entry's number; empty if it has none, as a checkpoint does not
 * @param leaf the leaf hash that came with it, in Base64; null if none did
 * @param origin the name of the log that came with it; null if none did
 */
record SiemRecord(
        Fields fields,
        Map<String, Object> members,
        Optional<Long> seq,
        @Nullable String leaf,
        @Nullable String origin) {
    private static final String CHECKPOINT = "CAREGATE_AUDIT_CHECKPOINT";

    /** The record in these members, which may be within a hit of Elasticsearch. Empty if it is none of a log. */
    static Optional<SiemRecord> of(Map<String, Object> given) {
        Map<String, Object> members = given;
        if (given.get("_source") instanceof Map<?, ?> source) {
            members = strings(source);
        }
        if (members.containsKey("specversion") && members.get("data") instanceof Map<?, ?> data) {
            return Optional.of(new SiemRecord(
                    new CloudEventFields(members),
                    strings(data),
                    number(members, "data.seq"),
                    Fields.text(members, "logleaf"),
                    Fields.text(members, "logorigin")));
        }
        if (Fields.at(members, "metadata.event_code") != null && members.containsKey("class_uid")) {
            return Optional.of(new SiemRecord(
                    new OcsfFields(),
                    members,
                    number(members, "metadata.sequence"),
                    Fields.text(members, "unmapped.log.leaf"),
                    Fields.text(members, "unmapped.log.origin")));
        }
        if (Fields.at(members, "event.code") != null) {
            return Optional.of(new SiemRecord(
                    new EcsFields(),
                    members,
                    number(members, "event.sequence"),
                    Fields.text(members, "labels.log_leaf"),
                    Fields.text(members, "labels.log_origin")));
        }
        boolean isOwn = members.get("type") instanceof String && members.get("id") instanceof String;
        return isOwn
                ? Optional.of(new SiemRecord(new OwnFields(), members, number(members, "seq"), null, null))
                : Optional.empty();
    }

    /** Whether it says that it is a checkpoint, which has no number. */
    boolean isCheckpoint() {
        return seq.isEmpty() && CHECKPOINT.equals(fields.type(members));
    }

    /** The fields that differ from the proved entry. */
    List<String> differences(long number, EntryText entry) {
        return fields.differences(members, number, entry);
    }

    private static Optional<Long> number(Map<String, Object> members, String path) {
        return Fields.at(members, path) instanceof Long number && number > 0 ? Optional.of(number) : Optional.empty();
    }

    /** Members of JSON have names that are text. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> strings(Map<?, ?> members) {
        return (Map<String, Object>) members;
    }
}
