package io.caregate.compat;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** One version of Keycloak with the pack on it: types are resolved as a JVM that runs both would resolve them. */
final class Server {

    static final String PACK = "io/caregate/";
    static final String KEYCLOAK = "org/keycloak/";

    private final Jars pack;
    private final Jars keycloak;
    private final Map<String, Set<String>> subtypes = new HashMap<>();

    Server(Jars pack, Jars keycloak) {
        this.pack = pack;
        this.keycloak = keycloak;
        keycloak().forEach(type -> type.parents()
                .forEach(parent -> subtypes.computeIfAbsent(parent, name -> new TreeSet<>())
                        .add(type.name())));
    }

    /** The classes that Keycloak's own project has made. */
    Stream<ClassFacts> keycloak() {
        return keycloak.classes(name -> name.startsWith(KEYCLOAK));
    }

    /** The classes of the pack, without those of libraries that its JARs contain. */
    Stream<ClassFacts> pack() {
        return pack.classes(name -> name.startsWith(PACK));
    }

    Jars packJars() {
        return pack;
    }

    Jars keycloakJars() {
        return keycloak;
    }

    /** A class of the pack's JARs or else of the server's; empty for those of the JDK. */
    Optional<ClassFacts> find(String name) {
        return pack.find(name).or(() -> keycloak.find(name));
    }

    /** Whether the server has a class that the pack does not bring itself. */
    boolean ships(String name) {
        return pack.find(name).isEmpty() && keycloak.find(name).isPresent();
    }

    /** A class, what it extends, and all interfaces: superclasses first, as a JVM looks methods up. */
    Collection<ClassFacts> lineage(String name) {
        Map<String, ClassFacts> found = new LinkedHashMap<>();
        for (Optional<ClassFacts> type = find(name); type.isPresent(); ) {
            found.put(type.get().name(), type.get());
            String parent = type.get().superName();
            type = parent == null ? Optional.empty() : find(parent);
        }
        Deque<String> waiting = new ArrayDeque<>();
        List.copyOf(found.values()).forEach(type -> waiting.addAll(type.interfaces()));
        while (!waiting.isEmpty()) {
            find(waiting.remove()).ifPresent(type -> {
                if (found.putIfAbsent(type.name(), type) == null) {
                    waiting.addAll(type.interfaces());
                }
            });
        }
        return found.values();
    }

    /** Whether all that a class inherits from is known here, down to the JDK. */
    boolean isWhole(String name) {
        return lineage(name).stream()
                .flatMap(ClassFacts::parents)
                .allMatch(parent -> parent.startsWith("java/") || find(parent).isPresent());
    }

    /** The class or interface in which a JVM finds a method (JVM specification 5.4.3.3). */
    Optional<ClassFacts> declaring(String owner, String method) {
        return lineage(owner).stream()
                .filter(type -> type.methods().containsKey(method))
                .findFirst();
    }

    /** The class in which a JVM finds a field. */
    Optional<ClassFacts> declaringField(String owner, String field) {
        return lineage(owner).stream()
                .filter(type -> type.fields().containsKey(field))
                .findFirst();
    }

    /** The supertypes of a class, not its own, that have a method which a method of it can override. */
    Stream<ClassFacts> overridden(ClassFacts type, String method) {
        return lineage(type.name()).stream()
                .filter(parent -> !parent.name().equals(type.name()))
                .filter(parent -> isOverridable(parent.methods().get(method)));
    }

    /** The pack has no class in a package of Keycloak's, so it overrides nothing that is private to a package. */
    private static boolean isOverridable(@Nullable Integer flags) {
        return flags != null
                && ClassFacts.has(flags, Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)
                && !ClassFacts.has(flags, Opcodes.ACC_STATIC);
    }

    /** All of Keycloak's classes and interfaces below a type, by name. */
    Set<String> below(String name) {
        Set<String> found = new TreeSet<>();
        Deque<String> waiting = new ArrayDeque<>(subtypes.getOrDefault(name, Set.of()));
        while (!waiting.isEmpty()) {
            String type = waiting.remove();
            if (found.add(type)) {
                waiting.addAll(subtypes.getOrDefault(type, Set.of()));
            }
        }
        return found;
    }
}
