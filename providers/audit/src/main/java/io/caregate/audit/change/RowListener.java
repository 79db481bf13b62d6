package io.caregate.audit.change;

import io.caregate.foundation.log.ServerLog;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.hibernate.collection.spi.PersistentCollection;
import org.hibernate.engine.spi.CollectionEntry;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PostCollectionRemoveEvent;
import org.hibernate.event.spi.PostCollectionRemoveEventListener;
import org.hibernate.event.spi.PostCollectionUpdateEvent;
import org.hibernate.event.spi.PostCollectionUpdateEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.jspecify.annotations.Nullable;

/**
 * Hears each row that Hibernate writes. It reads nothing from the database and never throws: it must not make a change
 * fail. It does not hear bulk deletes by a query, except where the rows were loaded into a collection.
 */
final class RowListener
        implements PostInsertEventListener,
                PostUpdateEventListener,
                PostDeleteEventListener,
                PostCollectionRecreateEventListener,
                PostCollectionUpdateEventListener,
                PostCollectionRemoveEventListener {
    private static final long serialVersionUID = 1L;
    private static final ServerLog LOG = ServerLog.of(RowListener.class);

    private final transient ModelChanges changes;
    private final transient Catalog catalog = new Catalog();

    RowListener(ModelChanges changes) {
        this.changes = changes;
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        hear(event.getEntity(), event.getId(), event.getSession(), ChangeSet::inserted);
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        hear(event.getEntity(), event.getId(), event.getSession(), ChangeSet::deleted);
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        hear(event.getEntity(), event.getId(), event.getSession(), (set, row) -> {
            Set<String> fields = changedFields(event);
            if (fields.isEmpty() || isOwnNote(row)) {
                return;
            }
            set.updated(row, fields, valueBefore(event, row));
            if (row.type().equals(RealmRows.LOCALIZATION)) {
                changedTexts(event).forEach(text -> set.named(row, "texts", text));
            }
        });
    }

    @Override
    public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
        hearCollection(event);
    }

    @Override
    public void onPostUpdateCollection(PostCollectionUpdateEvent event) {
        hearCollection(event);
    }

    @Override
    public void onPostRemoveCollection(PostCollectionRemoveEvent event) {
        hearCollection(event);
    }

    @Override
    public boolean requiresPostCommitHandling(EntityPersister persister) {
        return false;
    }

    private void hear(Object entity, Object id, SharedSessionContractImplementor session, Hearing hearing) {
        try {
            if (catalog.ignores(entity.getClass()) || !(session instanceof Session database)) {
                return;
            }
            ModelRow row = catalog.row(entity, id);
            if (row != null && !isOwnNote(row)) {
                hearing.of(changes.of(database), row);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "a change of %s is not captured", entity.getClass().getName());
        }
    }

    private static boolean isOwnNote(ModelRow row) {
        return row.shape() == ModelRow.Shape.PART && Ignored.PARTS.contains(row.key());
    }

    private void hearCollection(AbstractCollectionEvent event) {
        Object owner = event.getAffectedOwnerOrNull();
        String role = event.getCollection().getRole();
        if (owner == null || role == null) {
            return;
        }
        String field = role.substring(role.lastIndexOf('.') + 1);
        if (Ignored.FIELDS.contains(field)) {
            return;
        }
        boolean ofRows = isInverse(event);
        if (ofRows && !(event instanceof PostCollectionUpdateEvent)) {
            return;
        }
        hear(owner, "", event.getSession(), (set, row) -> {
            if (ofRows) {
                removed(event.getCollection(), event.getSession()).forEach(set::deleted);
            } else {
                hearValues(set, row, field, event.getCollection());
            }
        });
    }

    /** Whether the collection's rows are entities that are themselves heard. */
    private static boolean isInverse(AbstractCollectionEvent event) {
        CollectionEntry entry = event.getSession().getPersistenceContext().getCollectionEntry(event.getCollection());
        CollectionPersister persister = entry == null ? null : entry.getLoadedPersister();
        return persister != null && persister.isInverse();
    }

    private void hearValues(ChangeSet set, ModelRow row, String field, PersistentCollection<?> collection) {
        Set<String> before = names(collection.getStoredSnapshot());
        Set<String> after = collection.wasInitialized() ? names(collection.getValue()) : Set.of();
        Set<String> differing = new TreeSet<>(before);
        differing.addAll(after);
        differing.removeIf(name -> before.contains(name) && after.contains(name));
        CollectionField known = CollectionField.of(row, field);
        if (known == null) {
            if (!(collection.getStoredSnapshot() instanceof Collection<?>) || !differing.isEmpty()) {
                set.named(row, PendingChange.FIELDS, field);
            }
            return;
        }
        for (String name : differing) {
            ModelRow link = known.link(row, name);
            if (after.contains(name)) {
                set.inserted(link);
            } else {
                set.deleted(link);
            }
        }
    }

    /** The rows that were taken out of a collection and that a query deletes, not row by row. */
    private Set<ModelRow> removed(PersistentCollection<?> collection, SharedSessionContractImplementor session) {
        if (!(collection.getStoredSnapshot() instanceof Collection<?> before)
                || !(collection.getValue() instanceof Collection<?> after)) {
            return Set.of();
        }
        Set<ModelRow> removed = new LinkedHashSet<>();
        Set<Object> left = new HashSet<>(after);
        for (Object element : before) {
            if (element instanceof HibernateProxy) {
                continue;
            }
            EntityEntry entry = session.getPersistenceContext().getEntry(element);
            boolean deleted = entry != null && entry.getStatus().isDeletedOrGone();
            if (!left.contains(element) && !deleted) {
                ModelRow row = catalog.row(element, "");
                if (row != null && row.shape() == ModelRow.Shape.PART) {
                    removed.add(row);
                }
            }
        }
        return removed;
    }

    private static Set<String> names(@Nullable Object collection) {
        Set<String> names = new TreeSet<>();
        if (collection instanceof Map<?, ?> map) {
            map.forEach((key, value) -> names.add(key + "=" + value));
        } else if (collection instanceof Collection<?> some) {
            some.forEach(element -> names.add(String.valueOf(element)));
        }
        return names;
    }

    private static Set<String> changedFields(PostUpdateEvent event) {
        String[] names = event.getPersister().getPropertyNames();
        int[] dirty = event.getDirtyProperties();
        IntStream changed = dirty == null ? IntStream.range(0, names.length) : Arrays.stream(dirty);
        Set<String> fields = new TreeSet<>();
        changed.filter(index -> dirty != null || !unchanged(event, index)).forEach(index -> fields.add(names[index]));
        fields.removeAll(Ignored.FIELDS);
        return fields;
    }

    private static boolean unchanged(PostUpdateEvent event, int index) {
        Object[] before = event.getOldState();
        return before == null || Objects.equals(before[index], event.getState()[index]);
    }

    private static @Nullable Object before(PostUpdateEvent event, String property) {
        Object[] before = event.getOldState();
        int index = Arrays.asList(event.getPersister().getPropertyNames()).indexOf(property);
        return before == null || index < 0 ? null : before[index];
    }

    /** The earlier value of the part; an impossible value if it is not known. */
    private static String valueBefore(PostUpdateEvent event, ModelRow row) {
        if (row.detail().equals("credentials")) {
            return UserRows.credential(
                    (String) before(event, "secretData"),
                    (String) before(event, "credentialData"),
                    (String) before(event, "userLabel"),
                    String.valueOf(event.getId()));
        }
        Object value = before(event, "value");
        Object longValue = before(event, "longValue");
        return "before " + (value == null ? longValue : value);
    }

    private static Set<String> changedTexts(PostUpdateEvent event) {
        Set<String> texts = new TreeSet<>();
        int index = Arrays.asList(event.getPersister().getPropertyNames()).indexOf("texts");
        if (index < 0
                || !(event.getState()[index] instanceof Map<?, ?> after)
                || event.getOldState() == null
                || !(event.getOldState()[index] instanceof Map<?, ?> before)) {
            return texts;
        }
        after.forEach((key, text) -> {
            if (!Objects.equals(text, before.get(key))) {
                texts.add(String.valueOf(key));
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> texts.add(String.valueOf(key)));
        return texts;
    }

    /** The action on a row that is part of the model. */
    @FunctionalInterface
    private interface Hearing {
        void of(ChangeSet set, ModelRow row);
    }
}
