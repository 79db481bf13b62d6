package io.caregate.compat;

import io.caregate.compat.ClassFacts.Use;
import io.caregate.compat.Difference.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/**
 * What the pack overrides and implements. The compiler refuses a method that overrides nothing, but a JVM loads it:
 * Keycloak then goes past it in silence.
 */
final class Overrides {

    private static final Set<String> OF_EVERY_OBJECT =
            Set.of("equals(Ljava/lang/Object;)Z", "hashCode()I", "toString()Ljava/lang/String;");

    private final Server base;
    private final Server other;
    private final Set<Difference> found = new TreeSet<>();

    private Overrides(Server base, Server other) {
        this.base = base;
        this.other = other;
    }

    static Set<Difference> compare(Server base, Server other) {
        Overrides overrides = new Overrides(base, other);
        base.pack().forEach(type -> {
            // If a class above is gone, it is named for that.
            if (other.isWhole(type.name())) {
                overrides.compareMethods(type);
                overrides.compareAbstract(type);
            }
            overrides.compareLambdas(type);
        });
        return overrides.found;
    }

    /** The methods of a class of the pack that override one of the server's. */
    static Stream<String> overriding(Server server, ClassFacts type) {
        return type.methods().entrySet().stream()
                .filter(method -> !ClassFacts.has(method.getValue(), Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC))
                .map(Map.Entry::getKey)
                .filter(method -> !method.startsWith("<"))
                .filter(method -> server.overridden(type, method).anyMatch(parent -> server.ships(parent.name())));
    }

    private void compareMethods(ClassFacts type) {
        overriding(base, type).forEach(method -> {
            String subject = Names.member(type.name(), method);
            Set<ClassFacts> above = new HashSet<>(other.overridden(type, method).toList());
            if (above.stream().noneMatch(parent -> other.ships(parent.name()))) {
                String parents = String.join(
                        ", ",
                        base.overridden(type, method)
                                .map(parent -> Names.type(parent.name()))
                                .toList());
                found.add(new Difference(Kind.OVERRIDE_LOST, subject, "overrides that of " + parents));
            }
            above.stream()
                    .filter(parent -> ClassFacts.has(parent.methods().getOrDefault(method, 0), Opcodes.ACC_FINAL))
                    .forEach(parent -> found.add(
                            new Difference(Kind.OVERRIDE_FINAL, subject, "final in " + Names.type(parent.name()))));
        });
    }

    private void compareAbstract(ClassFacts type) {
        if (!type.isAbstract()) {
            Set<String> missing = unimplemented(other, type);
            missing.removeAll(unimplemented(base, type));
            missing.forEach(method -> found.add(
                    new Difference(Kind.ABSTRACT_NEW, Names.type(type.name()) + " lacks " + Names.withResult(method))));
        }
    }

    private static Set<String> unimplemented(Server server, ClassFacts type) {
        Set<String> missing = new TreeSet<>();
        Set<String> implemented = new HashSet<>(OF_EVERY_OBJECT);
        for (ClassFacts parent : server.lineage(type.name())) {
            parent.methods().forEach((method, flags) -> {
                if (ClassFacts.has(flags, Opcodes.ACC_ABSTRACT)) {
                    missing.add(method);
                } else if (!ClassFacts.has(flags, Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) {
                    implemented.add(method);
                }
            });
        }
        missing.removeAll(implemented);
        return missing;
    }

    /** A lambda implements one method, and fails when another is asked for. */
    private void compareLambdas(ClassFacts type) {
        type.references().stream()
                .filter(reference -> reference.use() == Use.LAMBDA && base.ships(reference.owner()))
                .forEach(lambda -> other.find(lambda.owner()).ifPresent(there -> {
                    Set<String> asked = unimplemented(other, there);
                    asked.removeAll(
                            unimplemented(base, base.find(lambda.owner()).orElseThrow()));
                    asked.forEach(method -> found.add(new Difference(
                            Kind.ABSTRACT_NEW,
                            "a lambda of " + Names.type(type.namedClass()) + " for " + Names.type(there.name())
                                    + " lacks " + Names.withResult(method))));
                }));
    }
}
