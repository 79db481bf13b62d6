package io.caregate.audit.siem;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The detection of a Sigma rule, as the Sigma Rules Specification 2.1.0 defines it, in the subset that the rules of
 * this repository use: maps of fields; one value or a list of alternatives; the modifiers {@code contains},
 * {@code startswith}, {@code endswith}, {@code exists} and {@code hour}; conditions of {@code and}, {@code or},
 * {@code not}, {@code 1 of prefix_*} and {@code all of prefix_*}. Text is compared without regard to case. Everything
 * else is an {@link IllegalArgumentException}, so that no rule is taken for tested that is not.
 */
final class SigmaDetection {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_]+\\*?");

    private final Map<String, List<Item>> identifiers = new TreeMap<>();
    private final List<String> condition;

    SigmaDetection(JsonNode detection) {
        detection.properties().forEach(member -> {
            if (!member.getKey().equals("condition")) {
                identifiers.put(member.getKey(), items(member.getValue()));
            }
        });
        condition = Arrays.asList(detection.path("condition").asText().split(" "));
        for (String token : condition) {
            require(TOKEN.matcher(token).matches(), "condition " + token);
        }
        // A condition that cannot be read is found here and not at the first event.
        evaluate(event -> false);
    }

    /** Whether the event is one that the rule detects. */
    boolean matches(JsonNode event) {
        return evaluate(items -> items.stream().allMatch(item -> item.matches(event)));
    }

    /** Each field with each of its alternatives, as a detection of its own. */
    List<Item> parts() {
        return identifiers.values().stream()
                .flatMap(List::stream)
                .flatMap(item -> item.alternatives().stream().map(one -> new Item(item.field(), item.modifier(), one)))
                .toList();
    }

    private static List<Item> items(JsonNode map) {
        require(map.isObject() && !map.isEmpty(), "a search identifier that is not a map of fields");
        return map.properties().stream()
                .map(member -> Item.of(member.getKey(), member.getValue()))
                .toList();
    }

    private boolean evaluate(Predicate<List<Item>> holds) {
        Deque<String> tokens = new ArrayDeque<>(condition);
        boolean result = any(tokens, holds);
        require(tokens.isEmpty(), "condition that goes on with " + tokens);
        return result;
    }

    private boolean any(Deque<String> tokens, Predicate<List<Item>> holds) {
        boolean result = every(tokens, holds);
        while ("or".equals(tokens.peek())) {
            tokens.remove();
            result |= every(tokens, holds);
        }
        return result;
    }

    private boolean every(Deque<String> tokens, Predicate<List<Item>> holds) {
        boolean result = one(tokens, holds);
        while ("and".equals(tokens.peek())) {
            tokens.remove();
            result &= one(tokens, holds);
        }
        return result;
    }

    private boolean one(Deque<String> tokens, Predicate<List<Item>> holds) {
        require(!tokens.isEmpty(), "condition that ends too early");
        String token = tokens.remove();
        if (token.equals("not")) {
            return !one(tokens, holds);
        }
        if (token.equals("1") || token.equals("all")) {
            require("of".equals(tokens.poll()) && !tokens.isEmpty(), "condition without of");
            List<List<Item>> named = named(tokens.remove());
            return token.equals("1")
                    ? named.stream().anyMatch(holds)
                    : named.stream().allMatch(holds);
        }
        require(identifiers.containsKey(token), "search identifier " + token);
        return holds.test(identifiers.getOrDefault(token, List.of()));
    }

    private List<List<Item>> named(String pattern) {
        require(pattern.endsWith("_*"), "pattern " + pattern);
        String prefix = pattern.substring(0, pattern.length() - 1);
        List<List<Item>> named = identifiers.entrySet().stream()
                .filter(identifier -> identifier.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
        require(!named.isEmpty(), "pattern " + pattern + ", which names nothing");
        return named;
    }

    private static void require(boolean understood, String what) {
        if (!understood) {
            throw new IllegalArgumentException("this evaluator does not know the " + what);
        }
    }

    /** The values of a field, which is a path of objects. A list has each of its elements. */
    static List<String> values(JsonNode event, String field) {
        JsonNode value = event.at("/" + field.replace('.', '/'));
        if (value.isMissingNode()) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> values.add(element.asText()));
        } else {
            values.add(value.asText());
        }
        return values;
    }

    /**
     * A field that is compared with values, of which one has to fit.
     *
     * @param modifier empty for equality
     */
    record Item(String field, String modifier, JsonNode value) {
        private static final List<String> MODIFIERS =
                List.of("", "contains", "startswith", "endswith", "exists", "hour");
        /** Wildcards, and what escapes them: no rule needs one. */
        private static final Pattern SPECIAL = Pattern.compile("[*?\\\\]");

        static Item of(String key, JsonNode value) {
            String[] parts = key.split("\\|", -1);
            Item item = new Item(parts[0], parts.length == 1 ? "" : parts[1], value);
            require(parts.length <= 2 && MODIFIERS.contains(item.modifier), "modifiers of " + key);
            for (JsonNode alternative : item.alternatives()) {
                boolean known =
                        switch (item.modifier) {
                            case "exists" -> alternative.isBoolean();
                            case "hour" -> alternative.isInt();
                            default ->
                                alternative.isTextual()
                                        && !SPECIAL.matcher(alternative.asText())
                                                .find();
                        };
                require(known, "value " + alternative + " of " + key);
            }
            return item;
        }

        List<JsonNode> alternatives() {
            List<JsonNode> alternatives = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(alternatives::add);
            } else {
                alternatives.add(value);
            }
            return alternatives;
        }

        boolean matches(JsonNode event) {
            List<String> values = values(event, field);
            return alternatives().stream().anyMatch(alternative -> matches(values, alternative));
        }

        private boolean matches(List<String> values, JsonNode alternative) {
            String expected = alternative.asText().toLowerCase(Locale.ROOT);
            return switch (modifier) {
                case "exists" -> values.isEmpty() != alternative.asBoolean();
                case "hour" ->
                    values.stream()
                            .anyMatch(value -> Instant.parse(value)
                                            .atOffset(ZoneOffset.UTC)
                                            .getHour()
                                    == alternative.asInt());
                default ->
                    values.stream().map(value -> value.toLowerCase(Locale.ROOT)).anyMatch(value -> switch (modifier) {
                        case "contains" -> value.contains(expected);
                        case "startswith" -> value.startsWith(expected);
                        case "endswith" -> value.endsWith(expected);
                        default -> value.equals(expected);
                    });
            };
        }
    }
}
