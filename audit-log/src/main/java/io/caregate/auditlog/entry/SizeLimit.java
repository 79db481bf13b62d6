package io.caregate.auditlog.entry;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of an entry, each cut to its maximum length. While the entry as a whole is too long, they are cut further,
 * the longest first. Every cut starts from the whole value, so its mark accounts for everything that is missing.
 */
final class SizeLimit {
    private static final int SHORT_VALUE_BYTES = 256;

    private final SortedMap<String, String> wholeFields;
    private final SortedMap<String, String> wholeDetails;
    private final SortedMap<String, String> fields;
    private final SortedMap<String, String> details;
    private int dropped;

    SizeLimit(SortedMap<String, String> wholeFields, SortedMap<String, String> wholeDetails) {
        this.wholeFields = wholeFields;
        this.wholeDetails = wholeDetails;
        this.fields = cut(wholeFields);
        this.details = cut(wholeDetails);
    }

    SortedMap<String, String> fields() {
        return fields;
    }

    SortedMap<String, String> details() {
        return details;
    }

    int dropped() {
        return dropped;
    }

    /** Cuts the longest value that can be cut, otherwise drops a detail. False if there is nothing left to remove. */
    boolean shortenLongest() {
        if (shorten(details, wholeDetails) || shorten(fields, wholeFields)) {
            return true;
        }
        if (details.isEmpty()) {
            return false;
        }
        details.remove(details.lastKey());
        dropped++;
        return true;
    }

    private static boolean shorten(Map<String, String> values, Map<String, String> whole) {
        Optional<Map.Entry<String, String>> longest = values.entrySet().stream()
                .filter(value -> value.getValue().length() > SHORT_VALUE_BYTES)
                .max(Comparator.comparingInt(value -> value.getValue().length()));
        longest.map(Map.Entry::getKey)
                .ifPresent(
                        name -> values.put(name, Truncation.toBytes(whole.getOrDefault(name, ""), SHORT_VALUE_BYTES)));
        return longest.isPresent();
    }

    private static SortedMap<String, String> cut(SortedMap<String, String> whole) {
        SortedMap<String, String> cut = new TreeMap<>();
        whole.forEach((name, value) -> cut.put(name, Truncation.toBytes(value, Entry.MAX_VALUE_BYTES)));
        return cut;
    }
}
