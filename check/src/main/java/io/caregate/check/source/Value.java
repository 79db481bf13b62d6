package io.caregate.check.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A value of a document, and where it stands. */
public sealed interface Value {

    /** Where it begins. */
    Place place();

    /**
     * An object, its members in the order of the document. Of two of one name the last counts, as it does for Keycloak.
     */
    record Fields(Place place, Map<String, Value> members) implements Value {}

    /** A list. */
    record Items(Place place, List<Value> values) implements Value {}

    /**
     * A text, a number, a boolean as its text, or null.
     *
     * @param content null for null
     */
    record Scalar(Place place, @Nullable String content) implements Value {}

    /** The member of this name that is not null, if this is an object that has one. */
    default Optional<Value> member(String name) {
        Value value = this instanceof Fields fields ? fields.members().get(name) : null;
        return Optional.ofNullable(value).filter(any -> !(any instanceof Scalar scalar) || scalar.content() != null);
    }

    /** The member at the end of this path of names. */
    default Optional<Value> at(String... names) {
        Optional<Value> value = Optional.of(this);
        for (String name : names) {
            value = value.flatMap(outer -> outer.member(name));
        }
        return value;
    }

    /** The text of a scalar. */
    default Optional<String> text() {
        return this instanceof Scalar scalar ? Optional.ofNullable(scalar.content()) : Optional.empty();
    }

    /** The text of this member, if it is a scalar. */
    default Optional<String> text(String name) {
        return member(name).flatMap(Value::text);
    }

    /** The values of a list; none of anything else. */
    default Stream<Value> items() {
        return this instanceof Items items ? items.values().stream() : Stream.empty();
    }
}
