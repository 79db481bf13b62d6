package io.caregate.audit.siem;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A correlation, as the Sigma Correlation Rules Specification 2.1.0 defines it, of the types {@code event_count},
 * {@code value_count} and {@code temporal}, with the condition {@code gte}. Everything else is an
 * {@link IllegalArgumentException}. An event that lacks a field by which the correlation groups belongs to no group.
 */
final class SigmaCorrelation {
    private static final Set<String> MEMBERS = Set.of("type", "rules", "group-by", "timespan", "condition");

    private final JsonNode correlation;
    private final String type;
    private final Map<String, SigmaDetection> rules;
    private final Duration timespan;

    SigmaCorrelation(JsonNode correlation, Map<String, SigmaDetection> rules) {
        this.correlation = correlation;
        this.type = correlation.path("type").asText();
        this.rules = Map.copyOf(rules);
        this.timespan =
                Duration.parse("P" + (correlation.path("timespan").asText().endsWith("d") ? "" : "T")
                        + correlation.path("timespan").asText().toUpperCase(Locale.ROOT));
        correlation.fieldNames().forEachRemaining(name -> require(MEMBERS.contains(name), name));
        Set<String> wanted =
                switch (type) {
                    case "event_count" -> Set.of("gte");
                    case "value_count" -> Set.of("gte", "field");
                    case "temporal" -> Set.of();
                    default -> throw new IllegalArgumentException("this evaluator does not know the type " + type);
                };
        Set<String> given = new HashSet<>();
        correlation.path("condition").fieldNames().forEachRemaining(given::add);
        require(given.equals(wanted), "condition " + given);
        require(!correlation.path("group-by").isEmpty(), "group-by of nothing");
    }

    /** Whether some of these events, in the order of their times, are what the correlation looks for. */
    boolean matches(List<JsonNode> events) {
        Map<List<String>, List<JsonNode>> groups = new HashMap<>();
        for (JsonNode event : events) {
            List<String> group = new ArrayList<>();
            correlation.path("group-by").forEach(field -> group.addAll(SigmaDetection.values(event, field.asText())));
            boolean detected = rules.values().stream().anyMatch(rule -> rule.matches(event));
            if (detected && group.size() == correlation.path("group-by").size()) {
                groups.computeIfAbsent(group, key -> new ArrayList<>()).add(event);
            }
        }
        return groups.values().stream().anyMatch(this::matchesInSomeWindow);
    }

    private boolean matchesInSomeWindow(List<JsonNode> group) {
        return group.stream().anyMatch(last -> {
            Instant end = time(last);
            return matchesAtOnce(group.stream()
                    .filter(event -> !time(event).isAfter(end) && time(event).isAfter(end.minus(timespan)))
                    .toList());
        });
    }

    private boolean matchesAtOnce(List<JsonNode> window) {
        long count =
                switch (type) {
                    case "event_count" -> window.size();
                    case "value_count" ->
                        window.stream()
                                .flatMap(event ->
                                        SigmaDetection.values(
                                                event,
                                                correlation
                                                        .at("/condition/field")
                                                        .asText())
                                                .stream())
                                .distinct()
                                .count();
                    default ->
                        rules.values().stream()
                                .filter(rule -> window.stream().anyMatch(rule::matches))
                                .count();
                };
        return count
                >= (type.equals("temporal")
                        ? rules.size()
                        : correlation.at("/condition/gte").asLong());
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("@timestamp").asText());
    }

    private static void require(boolean understood, String what) {
        if (!understood) {
            throw new IllegalArgumentException("this evaluator does not know the " + what);
        }
    }
}
