package io.caregate.portal.problem;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of a body.
 *
 * @param pointer a JSON Pointer (RFC 6901) as a URI fragment, such as {@code #/redirectUris/0}
 * @param code the kind of flaw, in kebab-case
 * @param said what was said about it in English, shown where no text of that code exists
 * @param rule the rule of the pack that is broken, if it is one
 */
public record FieldError(
        String pointer,
        String code,
        @Nullable String said,
        @Nullable String rule) {

    /** A flaw with a text of its own. */
    public static FieldError of(String field, String code) {
        return new FieldError("#/" + field, code, null, null);
    }

    /** The first field that it is about. */
    public String field() {
        String path = pointer.length() > 2 ? pointer.substring(2) : "";
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }
}
