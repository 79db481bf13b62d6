package io.caregate.audit.verify.siem;

import io.caregate.audit.verify.MalformedException;
import io.caregate.auditlog.entry.EntryText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One record of a SIEM, by the format in which the log had delivered it. What a SIEM adds to a record is ignored,
 * unless it could hide what the record says: a second format, or a field in two ways.
 *
 * @param format the name of the format, as in the option of a sink
 * @param seq the entry's number; empty if it has none, as a checkpoint does not
 * @param leaf the leaf hash that came with it, in Base64; null if none did
 * @param origin the name of the log that came with it; null if none did
 */
record SiemRecord(
        String format,
        Fields fields,
        Map<String, Object> members,
        Optional<Long> seq,
        @Nullable String leaf,
        @Nullable String origin) {
    private static final String CHECKPOINT = "CAREGATE_AUDIT_CHECKPOINT";
    /** What Elasticsearch and OpenSearch say of a hit. They refuse documents with a field {@code _source}. */
    private static final Set<String> HIT = Set.of(
            "_source",
            "_index",
            "_type",
            "_id",
            "_score",
            "_version",
            "_seq_no",
            "_primary_term",
            "_routing",
            "_ignored",
            "_explanation",
            "_shard",
            "_node",
            "sort",
            "fields",
            "highlight",
            "inner_hits",
            "matched_queries",
            "ignored_field_values");

    /**
     * The record in these members, which may be within a hit of Elasticsearch.
     *
     * @throws MalformedException if it is none of a log, or not one alone; the message says why
     */
    static SiemRecord of(Map<String, Object> given) throws MalformedException {
        Map<String, Object> members = given;
        if (given.get("_source") instanceof Map<?, ?> source) {
            members = strings(source);
            if (!HIT.containsAll(given.keySet())) {
                throw new MalformedException("it has something else beside the record in _source");
            }
        }
        if (Fields.flat(members).isEmpty()) {
            throw new MalformedException("it has a field in two ways");
        }
        List<SiemRecord> formats = Stream.of(cloudEvent(members), ocsf(members), ecs(members), own(members))
                .flatMap(Optional::stream)
                .toList();
        if (formats.isEmpty()) {
            throw new MalformedException("it is in none of the formats json, ecs, ocsf and cloudevents");
        }
        if (formats.size() > 1) {
            throw new MalformedException("it is in several formats at once: "
                    + formats.stream().map(SiemRecord::format).collect(Collectors.joining(", ")));
        }
        return formats.get(0);
    }

    private static Optional<SiemRecord> cloudEvent(Map<String, Object> members) {
        return isCloudEvent(members) && members.get("data") instanceof Map<?, ?> data
                ? Optional.of(new SiemRecord(
                        "cloudevents",
                        new CloudEventFields(members),
                        strings(data),
                        number(members, "data.seq"),
                        Fields.text(members, "logleaf"),
                        Fields.text(members, "logorigin")))
                : Optional.empty();
    }

    private static boolean isCloudEvent(Map<String, Object> members) {
        return members.containsKey("specversion");
    }

    private static Optional<SiemRecord> ocsf(Map<String, Object> members) {
        return Fields.at(members, "metadata.event_code") != null && members.containsKey("class_uid")
                ? Optional.of(nested("ocsf", new OcsfFields(), members, "metadata.sequence", "unmapped.log."))
                : Optional.empty();
    }

    private static Optional<SiemRecord> ecs(Map<String, Object> members) {
        return Fields.at(members, "event.code") != null
                ? Optional.of(nested("ecs", new EcsFields(), members, "event.sequence", "labels.log_"))
                : Optional.empty();
    }

    private static SiemRecord nested(
            String format, Fields fields, Map<String, Object> members, String number, String ofLog) {
        return new SiemRecord(
                format,
                fields,
                members,
                number(members, number),
                Fields.text(members, ofLog + "leaf"),
                Fields.text(members, ofLog + "origin"));
    }

    /** A CloudEvent has a type and an id, too. */
    private static Optional<SiemRecord> own(Map<String, Object> members) {
        boolean isOwn = members.get("type") instanceof String && members.get("id") instanceof String;
        return isOwn && !isCloudEvent(members)
                ? Optional.of(new SiemRecord("json", new OwnFields(), members, number(members, "seq"), null, null))
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
