package io.caregate.portal.problem;

import org.jspecify.annotations.Nullable;

/**
 * The problem with one field of a body.
 *
 * @param pointer a JSON Pointer (RFC 6901) as a URI fragment, such as {@code #/redirectUris/0}
 * @param code the kind of problem, in kebab-case
 * @param description the English description, shown if no text of that code exists
 * @param rule the rule of the pack that is broken, if any
 */
public record FieldError(
        String pointer,
        String code,
        @Nullable String description,
        @Nullable String rule) {
    /** The code of what Keycloak, or another extension of it, refuses; only its description says why. */
    public static final String NOT_ACCEPTED = "not-accepted";

    /** A problem with a text of its own. */
    public static FieldError of(String field, String code) {
        return new FieldError("#/" + field, code, null, null);
    }

    /** The first field that it concerns. */
    public String field() {
        String path = pointer.length() > 2 ? pointer.substring(2) : "";
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
