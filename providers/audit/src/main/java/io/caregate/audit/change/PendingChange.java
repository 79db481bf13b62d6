package io.caregate.audit.change;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** All changes that a transaction makes to one resource, as far as they have been heard. */
final class PendingChange {
    /** The detail that lists fields. */
    static final String FIELDS = "fields";

    private final ModelRow row;
    private @Nullable ChangeOperation operation;
    private final Set<String> idents;
    private final Map<String, Set<String>> names = new TreeMap<>();
    private final Map<String, Map<String, Label>> links = new TreeMap<>();
    /**
     * Detail, name, value: how many more rows of it there are than before. A row that is added and removed is not a
     * change.
     */
    private final Map<String, Map<String, Map<String, Integer>>> balance = new TreeMap<>();

    PendingChange(ModelRow row) {
        this.row = row;
        this.idents = new TreeSet<>(row.idents());
    }

    String type() {
        return row.type();
    }

    String path() {
        return row.path();
    }

    Set<String> idents() {
        return idents;
    }

    boolean isLink() {
        return row.shape() == ModelRow.Shape.LINK;
    }

    /** The realm's id; null where it cannot be told. */
    @Nullable
    String realm(Session session) {
        return row.realm().in(session);
    }

    /** A thing that is deleted and made again in one transaction was changed. */
    void happened(ChangeOperation next, Set<String> moreIdents) {
        idents.addAll(moreIdents);
        boolean replaced = operation == ChangeOperation.DELETE && next == ChangeOperation.CREATE;
        if (operation == null || next == ChangeOperation.DELETE) {
            operation = next;
        } else if (replaced) {
            operation = ChangeOperation.UPDATE;
        }
    }

    void name(String detail, String name) {
        names.computeIfAbsent(detail, key -> new TreeSet<>()).add(name);
    }

    void link(String detail, String key, Label name) {
        links.computeIfAbsent(detail, any -> new TreeMap<>()).put(key, name);
    }

    void unlink(String detail, String key) {
        links.getOrDefault(detail, Map.of()).remove(key);
    }

    boolean links(String detail, String key) {
        return links.getOrDefault(detail, Map.of()).containsKey(key);
    }

    void part(String detail, String name, @Nullable String value, int more) {
        balance.computeIfAbsent(detail, any -> new TreeMap<>())
                .computeIfAbsent(name, any -> new HashMap<>())
                .merge(value == null ? "" : value, more, Integer::sum);
    }

    /** The operation; null if nothing has changed overall. */
    @Nullable
    ChangeOperation operation() {
        if (operation != null) {
            return operation;
        }
        return changedParts().isEmpty() && names.isEmpty() ? null : ChangeOperation.UPDATE;
    }

    Map<String, Map<String, Label>> links() {
        return links;
    }

    /** The details of the entry: names, sorted. */
    SortedMap<String, String> details() {
        Map<String, Set<String>> all = new TreeMap<>();
        names.forEach((detail, some) ->
                all.computeIfAbsent(detail, any -> new TreeSet<>()).addAll(some));
        changedParts().forEach((detail, some) -> all.computeIfAbsent(detail, any -> new TreeSet<>())
                .addAll(some));
        SortedMap<String, String> details = new TreeMap<>();
        all.forEach((detail, some) -> details.put(detail, String.join(",", some)));
        return details;
    }

    private Map<String, Set<String>> changedParts() {
        Map<String, Set<String>> changed = new TreeMap<>();
        balance.forEach((detail, parts) -> parts.forEach((name, values) -> {
            if (values.values().stream().anyMatch(more -> more != 0)) {
                changed.computeIfAbsent(detail, any -> new TreeSet<>()).add(name);
            }
        }));
        return changed;
    }
}
