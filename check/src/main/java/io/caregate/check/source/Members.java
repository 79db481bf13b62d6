package io.caregate.check.source;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object, in their order. A realm has a hundred thousand small objects, and few members of each are
 * looked up: a hash table for each costs more than the search.
 */
final class Members extends AbstractMap<String, Value> {

    private static final int MOST = 40;

    private final String[] names;
    private final Value[] values;

    private Members(List<String> names, List<Value> values) {
        this.names = names.toArray(String[]::new);
        this.values = values.toArray(Value[]::new);
    }

    /** If two members have the same name, the last one applies. */
    static Map<String, Value> of(List<String> names, List<Value> values) {
        if (names.size() <= MOST && isDistinct(names)) {
            return new Members(names, values);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            members.put(names.get(i), values.get(i));
        }
        return members;
    }

    private static boolean isDistinct(List<String> names) {
        for (int i = 1; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Value get(Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Value> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, Value>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Value>> iterator() {
                return IntStream.range(0, names.length)
                        .mapToObj(i -> Map.entry(names[i], values[i]))
                        .iterator();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }
}
