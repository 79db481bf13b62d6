package io.caregate.audit.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.jpa.entities.RoleEntity;

/**
 * The changes of the model that one transaction of the database has made so far, and which of them its admin events
 * report. Used only by the transaction's thread.
 */
public final class ChangeSet {
    static final String REALM = "REALM";
    /** Stands for the two types of role mappings until the role is looked up. */
    static final String ROLE_MAPPING = "_ROLE_MAPPING";
    /** Stands for the two types of roles until the composite role is looked up. */
    static final String COMPOSITE = "_COMPOSITE";

    private static final Object NO_REALM = new Object();

    private final Map<String, PendingChange> changes = new LinkedHashMap<>();
    private final List<ToldChange> told = new ArrayList<>();
    private ModelChanges.@Nullable Writer writer;
    private boolean written;

    /** The writer of this transaction, made when its first change is heard. */
    ModelChanges.Writer writer(Supplier<ModelChanges.Writer> made) {
        if (writer == null) {
            writer = made.get();
        }
        return writer;
    }

    /** Whether it has not been written yet; true once. */
    boolean isToBeWritten() {
        boolean first = !written;
        written = true;
        return first;
    }

    /** Notes that an admin event, or an event of dynamic registration, has its own entry in the log. */
    public void told(@Nullable String resourceType, @Nullable String resourcePath, Set<String> roles) {
        told.add(ToldChange.of(resourceType, resourcePath, roles));
    }

    /** Notes a change that no row reports. */
    public void heard(ChangeOperation operation, String type, String path, @Nullable String realmId, String... idents) {
        ModelRow row = ModelRow.thing(type, path, Label.of(realmId), idents);
        pending(row, "").happened(operation, row.idents());
    }

    /** Whether an admin event was heard. */
    public boolean hasTold() {
        return !told.isEmpty();
    }

    void inserted(ModelRow row) {
        switch (row.shape()) {
            case THING -> pending(row, "").happened(ChangeOperation.CREATE, row.idents());
            case PART -> pending(row, "").part(row.detail(), row.key(), row.value(), 1);
            case LINK -> link(row, ChangeOperation.CREATE, ChangeOperation.DELETE);
        }
    }

    void deleted(ModelRow row) {
        switch (row.shape()) {
            case THING -> pending(row, "").happened(ChangeOperation.DELETE, row.idents());
            case PART -> pending(row, "").part(row.detail(), row.key(), row.value(), -1);
            case LINK -> link(row, ChangeOperation.DELETE, ChangeOperation.CREATE);
        }
    }

    /** A row has new values in these fields. */
    void updated(ModelRow row, Set<String> fields, @Nullable String valueBefore) {
        PendingChange change = pending(row, row.shape() == ModelRow.Shape.LINK ? ChangeOperation.UPDATE.name() : "");
        switch (row.shape()) {
            case THING -> {
                change.happened(ChangeOperation.UPDATE, row.idents());
                fields.forEach(field -> change.name(PendingChange.FIELDS, field));
            }
            case PART -> {
                change.part(row.detail(), row.key(), valueBefore, -1);
                change.part(row.detail(), row.key(), row.value(), 1);
            }
            case LINK -> {
                change.happened(ChangeOperation.UPDATE, row.idents());
                change.link(row.detail(), row.key(), row.name());
            }
        }
    }

    /** A detail of a thing names this. */
    void named(ModelRow thing, String detail, String name) {
        PendingChange change = pending(thing, "");
        change.happened(ChangeOperation.UPDATE, thing.idents());
        change.name(detail, name);
    }

    /** The changes to be written, in the order in which they were heard. All rows are written, nothing is committed. */
    public List<ModelChange> untold(Session session) {
        Map<PendingChange, Object> realms = new LinkedHashMap<>();
        for (PendingChange change : changes.values()) {
            if (change.operation() != null) {
                Object realm = realm(change, session);
                realms.put(change, realm == null ? NO_REALM : realm);
            }
        }
        Set<PendingChange> parts = partsOfOthers(realms);
        Map<Object, SortedMap<String, Integer>> contents = foldRealms(realms, parts);
        List<ModelChange> untold = new ArrayList<>();
        realms.forEach((change, realm) -> {
            if (!parts.contains(change)) {
                String realmId = realm == NO_REALM ? null : (String) realm;
                add(untold, change, realmId, contents.getOrDefault(realm, new TreeMap<>()), session);
            }
        });
        return untold;
    }

    private static @Nullable String realm(PendingChange change, Session session) {
        try {
            return change.realm(session);
        } catch (RuntimeException e) {
            // The row that says that the thing is gone.
            return null;
        }
    }

    /** The parts of a thing that is made or deleted as a whole. A grant to another thing is still reported. */
    private static Set<PendingChange> partsOfOthers(Map<PendingChange, Object> realms) {
        Map<String, ChangeOperation> whole = new TreeMap<>();
        realms.keySet().stream()
                .filter(change -> !change.isLink())
                .filter(change -> change.operation() != ChangeOperation.UPDATE)
                .forEach(change -> whole.put(change.path(), Objects.requireNonNull(change.operation())));
        Set<PendingChange> parts = new LinkedHashSet<>();
        for (PendingChange change : realms.keySet()) {
            boolean grant = change.isLink() && isGrant(change.type());
            for (int end = change.path().lastIndexOf('/');
                    end > 0;
                    end = change.path().lastIndexOf('/', end - 1)) {
                ChangeOperation owner = whole.get(change.path().substring(0, end));
                if (owner != null && (!grant || owner == ChangeOperation.DELETE)) {
                    parts.add(change);
                }
            }
            boolean ownLinkOfDeleted = grant && whole.get(change.path()) == ChangeOperation.DELETE;
            if (ownLinkOfDeleted) {
                parts.add(change);
            }
        }
        return parts;
    }

    private static boolean isGrant(String type) {
        return type.equals(ROLE_MAPPING) || type.equals(COMPOSITE) || type.endsWith("MEMBERSHIP");
    }

    /** A realm that is made or deleted is one change, with the number of its things by type. */
    private static Map<Object, SortedMap<String, Integer>> foldRealms(
            Map<PendingChange, Object> realms, Set<PendingChange> parts) {
        Map<Object, SortedMap<String, Integer>> contents = new LinkedHashMap<>();
        realms.forEach((change, realm) -> {
            if (change.type().equals(REALM) && change.operation() != ChangeOperation.UPDATE) {
                contents.put(realm, new TreeMap<>());
            }
        });
        realms.forEach((change, realm) -> {
            SortedMap<String, Integer> counts = contents.get(realm);
            if (counts != null && !change.type().equals(REALM)) {
                if (!change.isLink() && !parts.contains(change)) {
                    counts.merge(change.type(), 1, Integer::sum);
                }
                parts.add(change);
            }
        });
        return contents;
    }

    private void add(
            List<ModelChange> untold,
            PendingChange change,
            @Nullable String realm,
            SortedMap<String, Integer> contents,
            Session session) {
        ChangeOperation operation = Objects.requireNonNull(change.operation());
        if (change.isLink()) {
            addLinks(untold, change, operation, realm, session);
            return;
        }
        if (told.stream().anyMatch(event -> event.tells(change.type(), change.idents()))) {
            return;
        }
        SortedMap<String, String> details = operation == ChangeOperation.DELETE ? new TreeMap<>() : change.details();
        if (!contents.isEmpty() && change.type().equals(REALM)) {
            details.put(
                    "contents",
                    contents.entrySet().stream()
                            .map(count -> count.getKey() + "=" + count.getValue())
                            .collect(Collectors.joining(",")));
        }
        untold.add(new ModelChange(operation, change.type(), change.path(), realm, details));
    }

    private void addLinks(
            List<ModelChange> untold,
            PendingChange change,
            ChangeOperation operation,
            @Nullable String realm,
            Session session) {
        change.links().forEach((detail, labels) -> {
            Map<Target, Set<String>> names = new LinkedHashMap<>();
            labels.forEach((key, label) -> names.computeIfAbsent(target(change, key, session), any -> new TreeSet<>())
                    .add(Objects.requireNonNullElse(label.in(session), key)));
            names.forEach((target, some) -> {
                Set<String> rest = untold(target, some, labels.keySet());
                if (!rest.isEmpty()) {
                    SortedMap<String, String> details = new TreeMap<>(Map.of(detail, String.join(",", rest)));
                    untold.add(new ModelChange(operation, target.type(), target.path(), realm, details));
                }
            });
        });
    }

    /** The names of a link that no event reports. */
    private Set<String> untold(Target target, Set<String> names, Set<String> keys) {
        Set<String> rest = new TreeSet<>(names);
        for (ToldChange event : told) {
            boolean same = Family.of(event.type()) == Family.of(target.type())
                    || Family.of(event.type()).tells(Family.of(target.type()));
            if (!same || !event.names(target.idents())) {
                continue;
            }
            switch (Family.of(target.type())) {
                case ROLE_MAPPING, SCOPE_MAPPING, ROLE ->
                    rest.removeIf(name -> event.roles().remove(bare(name)));
                case MEMBERSHIP -> {
                    if (event.type().startsWith("ORGANIZATION") || event.names(keys)) {
                        rest.clear();
                    }
                }
                default -> rest.clear();
            }
        }
        return rest;
    }

    private static String bare(String role) {
        return role.substring(role.lastIndexOf(':') + 1);
    }

    private static Target target(PendingChange change, String key, Session session) {
        if (change.type().equals(ROLE_MAPPING)) {
            String client = Lookup.clientOfRole(session, key);
            return client == null
                    ? new Target("REALM_ROLE_MAPPING", change.path() + "/role-mappings/realm", change.idents())
                    : new Target(
                            "CLIENT_ROLE_MAPPING", change.path() + "/role-mappings/clients/" + client, change.idents());
        }
        if (change.type().equals(COMPOSITE)) {
            Set<String> idents = new TreeSet<>(change.idents());
            boolean ofClient = false;
            for (String id : change.idents()) {
                RoleEntity role = session.find(RoleEntity.class, id);
                if (role != null) {
                    idents.add(role.getName());
                    ofClient = role.isClientRole();
                }
            }
            return new Target(ofClient ? "CLIENT_ROLE" : "REALM_ROLE", change.path(), idents);
        }
        return new Target(change.type(), change.path(), change.idents());
    }

    /** The resource under which a link is reported. */
    private record Target(String type, String path, Set<String> idents) {}

    private void link(ModelRow row, ChangeOperation operation, ChangeOperation opposite) {
        PendingChange undone = changes.get(key(row, opposite.name()));
        if (undone != null && undone.links(row.detail(), row.key())) {
            undone.unlink(row.detail(), row.key());
            return;
        }
        PendingChange change = pending(row, operation.name());
        change.happened(operation, row.idents());
        change.link(row.detail(), row.key(), row.name());
    }

    private PendingChange pending(ModelRow row, String variant) {
        return changes.computeIfAbsent(key(row, variant), any -> new PendingChange(row));
    }

    private static String key(ModelRow row, String variant) {
        return row.type() + " " + row.path() + " " + variant;
    }
}
