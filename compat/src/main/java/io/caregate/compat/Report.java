package io.caregate.compat;

import io.caregate.compat.Difference.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a comparison.
 *
 * @param keycloak the version that the pack is made for
 * @param other the version that was compared with it
 * @param unknown differences that no line accepts
 * @param accepted differences with the line that accepts them
 * @param stale lines for this version that accept nothing
 */
record Report(
        String keycloak,
        String other,
        List<Difference> unknown,
        Map<Difference, Acceptance> accepted,
        List<Acceptance> stale) {

    /** Compares what was found with what is accepted for this version. */
    static Report of(String keycloak, String other, Collection<Difference> found, List<Acceptance> acceptances) {
        List<Acceptance> applying = acceptances.stream()
                .filter(acceptance -> acceptance.appliesTo(other))
                .toList();
        List<Difference> unknown = new ArrayList<>();
        Map<Difference, Acceptance> accepted = new LinkedHashMap<>();
        for (Difference difference : found) {
            applying.stream()
                    .filter(acceptance -> acceptance.accepts(difference))
                    .findFirst()
                    .ifPresentOrElse(acceptance -> accepted.put(difference, acceptance), () -> unknown.add(difference));
        }
        return new Report(
                keycloak,
                other,
                unknown,
                accepted,
                applying.stream()
                        .filter(acceptance -> found.stream().noneMatch(acceptance::accepts))
                        .toList());
    }

    /** Whether every difference is accepted, and every line still needed. */
    boolean isClean() {
        return unknown.isEmpty() && stale.isEmpty();
    }

    /** For a terminal: what is unknown in full, what is accepted as numbers. */
    String text() {
        StringBuilder text = new StringBuilder("Keycloak %s compared with %s. Differences: %d, accepted: %d\n"
                .formatted(other, keycloak, unknown.size() + accepted.size(), accepted.size()));
        for (Kind kind : Kind.values()) {
            List<Difference> ofKind = unknown.stream()
                    .filter(difference -> difference.kind() == kind)
                    .toList();
            if (!ofKind.isEmpty()) {
                text.append("\n%s (%d): %s\n".formatted(kind.id(), ofKind.size(), kind.meaning()));
                ofKind.forEach(difference -> text.append("  ").append(line(difference)));
            }
        }
        Arrays.stream(Kind.values())
                .filter(kind -> accepted.keySet().stream().anyMatch(difference -> difference.kind() == kind))
                .forEach(kind -> text.append("accepted %s: %d\n"
                        .formatted(
                                kind.id(),
                                accepted.keySet().stream()
                                        .filter(difference -> difference.kind() == kind)
                                        .count())));
        stale.forEach(acceptance -> text.append("accepted, but not a difference (take the line away): %s | %s\n"
                .formatted(acceptance.kind().id(), acceptance.subject())));
        return text.toString();
    }

    private static String line(Difference difference) {
        return difference.detail().isEmpty()
                ? difference.subject() + "\n"
                : "%s (%s)\n".formatted(difference.subject(), difference.detail());
    }

    /** For programs: the same, with the reasons. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("keycloak", keycloak);
        json.put("other", other);
        json.put("clean", isClean());
        json.put("unknown", unknown.stream().map(Report::json).toList());
        json.put(
                "accepted",
                accepted.entrySet().stream()
                        .map(entry -> {
                            Map<String, Object> line = json(entry.getKey());
                            line.put("reason", entry.getValue().reason());
                            return line;
                        })
                        .toList());
        json.put(
                "stale",
                stale.stream()
                        .map(acceptance -> Map.of("kind", acceptance.kind().id(), "subject", acceptance.subject()))
                        .toList());
        return json;
    }

    private static Map<String, Object> json(Difference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", difference.kind().id());
        json.put("subject", difference.subject());
        if (!difference.detail().isEmpty()) {
            json.put("detail", difference.detail());
        }
        return json;
    }
}
