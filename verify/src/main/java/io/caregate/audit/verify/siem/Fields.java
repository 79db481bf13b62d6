package io.caregate.audit.verify.siem;

import io.caregate.auditlog.entry.EntryText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one format in which a record repeats its entry. A field that the entry has no value for must be
 * missing.
 */
interface Fields {
    /** The entry's type, as the record has it. */
    @Nullable
    String type(Map<String, Object> record);

    /** The names of the fields that differ from the entry with this number. */
    List<String> differences(Map<String, Object> record, long seq, EntryText entry);

    /** What the log says of the type: a failure has an error, a type that ends in {@code _ERROR}, or is damage. */
    static boolean isFailure(EntryText entry) {
        String type = String.valueOf(entry.text("type"));
        return entry.text("error") != null || type.endsWith("_ERROR") || type.equals("CAREGATE_AUDIT_DAMAGED");
    }

    /** The type and the error, as in a record's message. */
    static String message(EntryText entry) {
        String error = entry.text("error");
        return error == null ? String.valueOf(entry.text("type")) : entry.text("type") + " " + error;
    }

    /** The value at a path, whose names are joined by dots; null if there is none. A name may itself have dots. */
    static @Nullable Object at(Map<?, ?> object, String path) {
        Object direct = object.get(path);
        for (int dot = path.indexOf('.'); direct == null && dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (object.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                direct = at(inner, path.substring(dot + 1));
            }
        }
        return direct;
    }

    /**
     * All values that are no objects, by their paths; empty if a path is there twice, or begins with another one. A
     * SIEM takes {@code {"a.b":1}} and {@code {"a":{"b":1}}} for the same field, so one could hide behind the other.
     */
    static Optional<SortedMap<String, Object>> flat(Map<?, ?> object) {
        SortedMap<String, Object> flat = new TreeMap<>();
        return flatten("", object, flat) && flat.keySet().stream().noneMatch(path -> isWithin(path, flat))
                ? Optional.of(flat)
                : Optional.empty();
    }

    private static boolean flatten(String prefix, Map<?, ?> object, SortedMap<String, Object> flat) {
        for (Map.Entry<?, ?> member : object.entrySet()) {
            String path = prefix + member.getKey();
            boolean isNew = member.getValue() instanceof Map<?, ?> inner
                    ? flatten(path + ".", inner, flat)
                    : flat.put(path, member.getValue()) == null;
            if (!isNew) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWithin(String path, SortedMap<String, Object> flat) {
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (flat.containsKey(path.substring(0, dot))) {
                return true;
            }
        }
        return false;
    }

    /** The values below a path, by the rest of their paths, however the record joins their names. */
    static Map<String, Object> below(Map<String, Object> record, String path) {
        String prefix = path + ".";
        Map<String, Object> below = new LinkedHashMap<>();
        flat(record).orElseThrow().tailMap(prefix).entrySet().stream()
                .takeWhile(value -> value.getKey().startsWith(prefix))
                .forEach(value -> below.put(value.getKey().substring(prefix.length()), value.getValue()));
        return below;
    }

    /** The text at a path; null if there is none, or if it is a list or an object. */
    static @Nullable String text(Map<?, ?> object, String path) {
        Object value = at(object, path);
        return value == null || value instanceof Map<?, ?> || value instanceof List<?> ? null : value.toString();
    }

    /** Collects the differences of one record. */
    final class Comparison {
        private final Map<String, Object> record;
        private final List<String> differing = new ArrayList<>();

        Comparison(Map<String, Object> record) {
            this.record = record;
        }

        /** Demands this value at the path; null that nothing is there. */
        void one(String path, @Nullable Object expected) {
            any(List.of(path), expected, null);
        }

        /**
         * Demands this value at one of these paths at least, and at each of them that exists; null that nothing is at
         * any, or a placeholder.
         */
        void any(List<String> paths, @Nullable Object expected, @Nullable String placeholder) {
            boolean found = false;
            for (String path : paths) {
                Object value = at(record, path);
                if (value == null || List.of().equals(value)) {
                    continue;
                }
                found = true;
                boolean fits = expected == null
                        ? value.equals(placeholder)
                        : Objects.equals(text(record, path), expected.toString());
                if (!fits) {
                    differing.add(path);
                }
            }
            if (!found && expected != null) {
                differing.add(paths.get(0));
            }
        }

        /** Demands this value at the path if anything is there. */
        void ifThere(String path, String expected) {
            if (at(record, path) != null) {
                one(path, expected);
            }
        }

        /** Demands exactly these members of the object at the path. */
        void object(String path, Map<String, String> expected) {
            Object value = at(record, path);
            boolean isNone = value == null || List.of().equals(value) || value instanceof Map<?, ?>;
            if (!isNone || !expected.equals(below(record, path))) {
                differing.add(path);
            }
        }

        void differs(String path) {
            differing.add(path);
        }

        List<String> differing() {
            return List.copyOf(differing);
        }
    }
}
