package io.caregate.audit.change;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a row of Keycloak's database in the model: a thing of its own (a client), a part of one (an attribute of
 * a client), or a link (a role of a user).
 */
record ModelRow(
        Shape shape,
        String type,
        String path,
        Set<String> idents,
        Label realm,
        String detail,
        String key,
        Label name,
        @Nullable String value) {

    private static final String NONE = "";

    enum Shape {
        THING,
        PART,
        LINK
    }

    /** A thing. {@code idents} are the ids and names by which an admin event may call it or its owner. */
    static ModelRow thing(String type, String path, Label realm, @Nullable String... idents) {
        return new ModelRow(Shape.THING, type, path, set(idents), realm, NONE, NONE, Label.of(null), null);
    }

    /** A part of this thing, under a name: an attribute, a credential. The value is compared and never kept. */
    ModelRow part(String detail, String name, @Nullable String value) {
        return new ModelRow(Shape.PART, type, path, idents, realm, detail, name, Label.of(name), value);
    }

    /**
     * A link from the thing with these {@code idents} to the one that {@code key} identifies and {@code name} names.
     */
    static ModelRow link(
            String type, String path, Label realm, String detail, String key, Label name, @Nullable String... idents) {
        return new ModelRow(Shape.LINK, type, path, set(idents), realm, detail, key, name, null);
    }

    private static Set<String> set(@Nullable String... idents) {
        return Stream.of(idents)
                .filter(ident -> ident != null && !ident.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
