package io.caregate.audit.verify.siem;

import io.caregate.auditlog.entry.EntryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            boolean isEmpty = value == null || List.of().equals(value);
            if (isEmpty ? !expected.isEmpty() : !expected.equals(value)) {
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
