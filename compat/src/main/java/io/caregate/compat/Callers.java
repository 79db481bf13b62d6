package io.caregate.compat;

import io.caregate.compat.ClassFacts.Reference;
import io.caregate.compat.ClassFacts.Use;
import io.caregate.compat.Difference.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Where Keycloak calls what the pack overrides, and where it goes around it with objects of its own. */
final class Callers {

    // create, init, close and so on: Keycloak calls them for every provider, in one place.
    private static final String LIFECYCLE = "org/keycloak/provider/";

    // An anonymous class is of a type that has a name, and is counted by its compiler.
    private static final String ANONYMOUS = ".*\\$\\d+";

    private static final String THROWN = "java/lang/(Throwable|Error|Exception|RuntimeException)";

    private Callers() {}

    /**
     * The differences.
     *
     * @param guarded types of Keycloak, besides those that the pack extends, whose objects are to come from the pack
     */
    static Set<Difference> compare(Server base, Server other, Set<String> guarded) {
        Set<Difference> found = new TreeSet<>();
        compareCalls(found, base, other);
        Set<String> extended = extended(base);
        Set<String> own = new HashSet<>(extended);
        guarded.forEach(type -> {
            own.addAll(base.below(type));
            own.addAll(other.below(type));
        });
        missing(
                creations(other, own),
                creations(base, own),
                (type, place) -> found.add(new Difference(Kind.INSTANCE_NEW, Names.type(type) + " in " + place)));
        for (String type : extended) {
            compareBelow(found, type, base, other);
        }
        return found;
    }

    /** The types below one that only the other version has. */
    static void compareBelow(Set<Difference> found, String type, Server base, Server other) {
        Set<String> here = base.below(type);
        other.below(type).stream()
                .filter(below -> !here.contains(below) && !below.matches(ANONYMOUS))
                .forEach(below ->
                        found.add(new Difference(Kind.SUBTYPE_NEW, Names.type(below), "below " + Names.type(type))));
    }

    private static void compareCalls(Set<Difference> found, Server base, Server other) {
        Map<String, Map<String, String>> hooks = new HashMap<>();
        hooks(base, (type, method, declaring) -> hooks.computeIfAbsent(method, key -> new HashMap<>())
                .put(declaring, Names.member(declaring, method)));
        Map<String, Set<String>> here = calls(base, hooks);
        // A method that has moved to another type keeps the name by which it is known here.
        hooks(other, (type, method, declaring) -> {
            Map<String, String> known = hooks.getOrDefault(method, Map.of());
            base.overridden(type, method)
                    .map(parent -> known.get(parent.name()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(name -> known.putIfAbsent(declaring, name));
        });
        Map<String, Set<String>> there = calls(other, hooks);
        missing(
                here,
                there,
                (hook, place) ->
                        found.add(new Difference(Kind.CALL_GONE, hook + " from " + place, gone(other, place))));
        missing(there, here, (hook, place) -> found.add(new Difference(Kind.CALL_NEW, hook + " from " + place)));
    }

    private static String gone(Server server, String place) {
        String type = place.substring(0, place.indexOf('#')).replace('.', '/');
        return server.find(type).isEmpty() ? "this version has no such class" : "";
    }

    private static void missing(
            Map<String, Set<String>> from, Map<String, Set<String>> in, BiConsumer<String, String> each) {
        from.forEach((key, places) -> places.stream()
                .filter(place -> !in.getOrDefault(key, Set.of()).contains(place))
                .forEach(place -> each.accept(key, place)));
    }

    /** The methods of Keycloak that the pack overrides, each with the types of Keycloak that declare it. */
    private static void hooks(Server server, Hook each) {
        server.pack().forEach(type -> Overrides.overriding(server, type).forEach(method -> {
            Set<String> declaring = server.overridden(type, method)
                    .map(ClassFacts::name)
                    .filter(parent -> !parent.startsWith(Server.PACK))
                    .collect(Collectors.toSet());
            if (declaring.stream().allMatch(parent -> parent.startsWith(Server.KEYCLOAK))
                    && declaring.stream().noneMatch(parent -> parent.startsWith(LIFECYCLE))) {
                declaring.forEach(parent -> each.accept(type, method, parent));
            }
        }));
    }

    private static Map<String, Set<String>> calls(Server server, Map<String, Map<String, String>> hooks) {
        return places(server, (type, reference) -> {
            Map<String, String> known = hooks.getOrDefault(reference.member(), Map.of());
            if (reference.use() != Use.CALL || known.isEmpty()) {
                return "";
            }
            return server.declaring(reference.owner(), reference.member())
                    .map(declaring -> known.get(declaring.name()))
                    .orElse("");
        });
    }

    /** Where Keycloak creates objects of some of its classes. */
    private static Map<String, Set<String>> creations(Server server, Set<String> types) {
        return places(
                server,
                (type, reference) ->
                        reference.use() == Use.NEW && types.contains(reference.owner()) ? reference.owner() : "");
    }

    private static Map<String, Set<String>> places(Server server, Key key) {
        Map<String, Set<String>> places = new TreeMap<>();
        server.keycloak().forEach(type -> {
            for (Reference reference : type.references()) {
                String found = key.of(type, reference);
                if (!found.isEmpty()) {
                    places.computeIfAbsent(found, name -> new TreeSet<>())
                            .add(Names.type(type.namedClass()) + "#" + reference.from());
                }
            }
        });
        return places;
    }

    /** The classes of Keycloak that a class of the pack extends. Exceptions take no place that the pack has. */
    private static Set<String> extended(Server server) {
        return server.pack()
                .map(ClassFacts::superName)
                .filter(parent -> parent != null && parent.startsWith(Server.KEYCLOAK))
                .filter(parent -> server.lineage(parent).stream()
                        .noneMatch(above -> String.valueOf(above.superName()).matches(THROWN)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private interface Hook {
        void accept(ClassFacts type, String method, String declaring);
    }

    private interface Key {
        /** What a reference refers to, empty if it is not wanted. */
        String of(ClassFacts type, Reference reference);
    }
}
