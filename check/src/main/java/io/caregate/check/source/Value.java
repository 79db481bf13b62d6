package io.caregate.check.source;

import io.caregate.policy.posture.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A value of a document. It stores only its offset, since the locations of most values are never needed. */
public abstract sealed class Value implements Written<Value> {

    private final FileText file;
    private final int start;

    private Value(FileText file, int start) {
        this.file = file;
        this.start = start;
    }

    /**
     * An object, its members in the order of the document. If two have the same name, the last one applies, as for
     * Keycloak.
     */
    public static final class Fields extends Value {
        private final Map<String, Value> members;

        Fields(FileText file, int start, Map<String, Value> members) {
            super(file, start);
            this.members = members;
        }

        /** The members by their names, null values too. */
        public Map<String, Value> members() {
            return members;
        }

        /** The same object with one more member. */
        public Fields with(String name, Value value) {
            Map<String, Value> more = new LinkedHashMap<>(members);
            more.put(name, value);
            return new Fields(file(), start(), more);
        }
    }

    /** A list. */
    public static final class Items extends Value {
        private final List<Value> values;

        Items(FileText file, int start, List<Value> values) {
            super(file, start);
            this.values = values;
        }

        /** Its items, in order. */
        public List<Value> values() {
            return values;
        }
    }

    /** A text, a number, a boolean as its text, or null. */
    public static final class Scalar extends Value {
        private final @Nullable String content;

        Scalar(FileText file, int start, @Nullable String content) {
            super(file, start);
            this.content = content;
        }

        /** The text; null for null. */
        public @Nullable String content() {
            return content;
        }
    }

    /** The offset at which it begins. */
    public Place place() {
        return file.place(start);
    }

    FileText file() {
        return file;
    }

    int start() {
        return start;
    }

    /** A text that replaces this value. */
    public Value as(String text) {
        return new Scalar(file, start, text);
    }

    @Override
    public Optional<Value> member(String name) {
        Value value = this instanceof Fields fields ? fields.members().get(name) : null;
        return value instanceof Scalar scalar && scalar.content() == null
                ? Optional.empty()
                : Optional.ofNullable(value);
    }

    /** The member at the end of this path of names. */
    public Optional<Value> at(String... names) {
        Optional<Value> value = Optional.of(this);
        for (String name : names) {
            value = value.flatMap(outer -> outer.member(name));
        }
        return value;
    }

    @Override
    public Optional<String> text() {
        return this instanceof Scalar scalar ? Optional.ofNullable(scalar.content()) : Optional.empty();
    }

    @Override
    public List<String> names() {
        return this instanceof Fields fields ? List.copyOf(fields.members().keySet()) : List.of();
    }

    @Override
    public Stream<Value> items() {
        return this instanceof Items items ? items.values().stream() : Stream.empty();
    }
}
