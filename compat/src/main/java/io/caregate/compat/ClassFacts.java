package io.caregate.compat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * A compiled class, as far as it is compared. Names are those of class files ({@code org/keycloak/common/Version}), and
 * a method is its name and descriptor ({@code get(I)V}).
 *
 * @param access the flags of the JVM specification, table 4.1-B
 * @param methods flags by method
 * @param fields flags by name and descriptor ({@code realm:Lorg/keycloak/models/RealmModel;})
 * @param constants the constants of an enum, in order
 * @param endpoints the methods that a JAX-RS annotation makes an endpoint which writes
 * @param references what the code of the class refers to
 */
record ClassFacts(
        String name,
        int access,
        @Nullable String superName,
        List<String> interfaces,
        Map<String, Integer> methods,
        Map<String, Integer> fields,
        List<String> constants,
        List<Endpoint> endpoints,
        List<Reference> references) {

    /**
     * A method that answers a request which writes.
     *
     * @param verb {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}
     * @param path of the annotation, empty if the method has none
     * @param method its name
     */
    record Endpoint(String verb, String path, String method) {}

    /** What a reference does. */
    enum Use {
        CALL,
        FIELD,
        NEW,
        TYPE,
        /** A lambda or a method reference: an object of an interface with one abstract method. */
        LAMBDA
    }

    /**
     * One reference.
     *
     * @param from the method in which it is; that of a lambda is the one around it
     * @param owner the class referred to
     * @param member the method or field of it; for a lambda, the method that it implements; empty for a type
     * @param isStatic whether it is called or read without an object
     */
    record Reference(String from, Use use, String owner, String member, boolean isStatic) {}

    boolean isInterface() {
        return has(access, Opcodes.ACC_INTERFACE);
    }

    boolean isAbstract() {
        return has(access, Opcodes.ACC_ABSTRACT);
    }

    /** The class that it extends, then the interfaces that it names. */
    Stream<String> parents() {
        return Stream.concat(Stream.ofNullable(superName), interfaces.stream());
    }

    /** The class that a reader of the sources would name: for an anonymous class, the one around it. */
    String namedClass() {
        return name.replaceFirst("(\\$\\d+)+$", "");
    }

    static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
