package io.caregate.audit.change;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps each of Keycloak's entities to its part in the model. An entity that is unknown here, as a later version may
 * bring, is reported under its own name. {@link Ignored} names the entities that are left out.
 */
final class Catalog {
    private static final String KEYCLOAK = "org.keycloak.";

    private final Map<Class<?>, Function<Object, ModelRow>> known = new HashMap<>();
    private final Map<Class<?>, Boolean> ignored = new ConcurrentHashMap<>();

    Catalog() {
        UserRows.addTo(known);
        ClientRows.addTo(known);
        RealmRows.addTo(known);
        AuthorizationRows.addTo(known);
    }

    static <E> void add(Map<Class<?>, Function<Object, ModelRow>> rows, Class<E> type, Function<E, ModelRow> row) {
        rows.put(type, entity -> row.apply(type.cast(entity)));
    }

    /** Whether this class is never reported, so that its rows need not be looked at. */
    boolean ignores(Class<?> type) {
        return !known.containsKey(type) && ignored.computeIfAbsent(type, Catalog::isIgnored);
    }

    /** The row that this entity is in the model; null if it is not part of the model. */
    @Nullable
    ModelRow row(Object entity, @Nullable Object id) {
        Class<?> type = entity.getClass();
        Function<Object, ModelRow> row = known.get(type);
        if (row != null) {
            return row.apply(entity);
        }
        return ignores(type) ? null : unknown(type, id);
    }

    private static boolean isIgnored(Class<?> type) {
        return !type.getName().startsWith(KEYCLOAK) || Ignored.ENTITIES.contains(type.getSimpleName());
    }

    private static ModelRow unknown(Class<?> type, @Nullable Object id) {
        String name = type.getSimpleName()
                .replaceAll("Entity$", "")
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
        String key = id instanceof String text ? text : "";
        return ModelRow.thing(name, name.toLowerCase(Locale.ROOT) + "/" + key, Label.of(null), key);
    }
}
