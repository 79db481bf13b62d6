package io.caregate.policy.posture;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value of a document that holds a realm in the representation of Keycloak's Admin API, in any form in which it was
 * read.
 *
 * @param <N> the form
 */
public interface Written<N extends Written<N>> {

    /** The member of this name that is not null, if this is an object and has one. */
    Optional<N> member(String name);

    /** The names of the members of an object; none of anything else. */
    List<String> names();

    /** The values of a list; none of anything else. */
    Stream<N> items();

    /** The text of a scalar, such as {@code true} or {@code 300}; empty for null and anything else. */
    Optional<String> text();

    /** The text of this member, if it is a scalar. */
    default Optional<String> text(String name) {
        return member(name).flatMap(Written::text);
    }

    /** Whether this member is a scalar with this text. */
    default boolean is(String name, String text) {
        return text(name).filter(text::equals).isPresent();
    }

    /** The values of this member, if it is a list. */
    default Stream<N> items(String name) {
        return member(name).stream().flatMap(Written::items);
    }

    /** The texts of this member, if it is a list. */
    default Stream<String> texts(String name) {
        return items(name).flatMap(item -> item.text().stream());
    }
}
