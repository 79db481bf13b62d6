package io.caregate.audit.verify.siem;

import io.caregate.auditlog.entry.EntryText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Open Cybersecurity Schema Framework. Where a value stands depends on the class. */
final class OcsfFields implements Fields {
    private static final String UNKNOWN = "Unknown";

    @Override
    public @Nullable String type(Map<String, Object> record) {
        return Fields.text(record, "metadata.event_code");
    }

    @Override
    public List<String> differences(Map<String, Object> record, long seq, EntryText entry) {
        Comparison comparison = new Comparison(record);
        comparison.one("time", entry.time().toEpochMilli());
        comparison.one("message", Fields.message(entry));
        comparison.one("status_id", Fields.isFailure(entry) ? 2 : 1);
        comparison.one("status", Fields.isFailure(entry) ? "Failure" : "Success");
        comparison.one("status_code", entry.text("error"));
        comparison.one("metadata.uid", entry.text("id"));
        comparison.one("metadata.sequence", seq);
        comparison.one("metadata.event_code", entry.text("type"));
        comparison.one("metadata.original_time", entry.text("time"));
        comparison.one("metadata.log_version", entry.version());
        comparison.one("metadata.original_event_uid", entry.text("eventId"));
        comparison.one("metadata.correlation_uid", entry.text("traceId"));
        comparison.one("metadata.tenant_uid", entry.text("realmId"));
        comparison.any(List.of("http_request.http_method", "unmapped.method"), entry.text("method"), null);
        comparison.any(List.of("http_request.user_agent", "unmapped.userAgent"), entry.text("userAgent"), null);
        comparison.any(List.of("http_request.url.path", "unmapped.path"), entry.text("path"), null);
        comparison.any(List.of("src_endpoint.ip", "src_endpoint.name", "unmapped.ip"), entry.text("ip"), UNKNOWN);
        comparison.any(List.of("user.uid", "actor.user.uid", "unmapped.user"), entry.text("user"), null);
        comparison.any(List.of("user.domain", "actor.user.domain", "unmapped.realm"), entry.text("realm"), null);
        comparison.any(List.of("session.uid", "actor.session.uid", "unmapped.session"), entry.text("session"), null);
        comparison.any(List.of("dst_endpoint.name", "unmapped.node"), entry.text("node"), null);
        comparison.any(List.of("service.name", "actor.app_name", "unmapped.client"), entry.text("client"), UNKNOWN);
        comparison.one("unmapped.rule", entry.text("rule"));
        comparison.one("unmapped.detailsDropped", entry.detailsDropped() == 0 ? null : entry.detailsDropped());
        comparison.object(
                "unmapped.details",
                entry.details().entrySet().stream()
                        .filter(detail -> !detail.getValue().isEmpty())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        comparison.ifThere("unmapped.log.seq", Long.toString(seq));
        derived(comparison, entry);
        return comparison.differing();
    }

    /** What the log makes of several keys for people to read. */
    private static void derived(Comparison comparison, EntryText entry) {
        Optional<String> client = Optional.ofNullable(entry.text("client"));
        String username = entry.detail("username");
        boolean isKnown = entry.text("user") != null || username != null;
        String name = isKnown ? username : client.orElse(UNKNOWN);
        for (String path : List.of("user.name", "actor.user.name")) {
            if (name == null) {
                comparison.one(path, null);
            } else {
                comparison.ifThere(path, name);
            }
        }
        comparison.ifThere(
                "entity.name",
                Optional.ofNullable(entry.detail("resource_path"))
                        .or(() -> client)
                        .orElse(UNKNOWN));
        comparison.ifThere("api.operation", String.valueOf(entry.text("type")));
    }
}
