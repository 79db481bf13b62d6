package io.caregate.policy.adapter;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the methods by which this room's classes override Keycloak's still do. The compiler checks it for the version
 * that the pack is built with. On another one, a method that overrides nothing is never called, and nothing fails: the
 * guard behind it would be gone.
 */
final class OverridingMethods {

    private OverridingMethods() {}

    /**
     * The first method of a class, or of one nested in it, that overrides nothing. A method counts unless it is static,
     * private to its class or package, or reads a component of a record: this room's classes have no other public or
     * protected ones of their own.
     *
     * @return what Keycloak lacks, in words
     */
    static Optional<String> firstLost(Class<?> type) {
        return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
                .filter(OverridingMethods::isOfKeycloak)
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods())
                        .filter(method -> isMeantToOverride(method) && !overrides(each, method)))
                .findFirst()
                .map(method -> "the method that %s.%s overrides"
                        .formatted(method.getDeclaringClass().getName(), method.getName()));
    }

    /** Whether a class extends or implements a type of Keycloak. */
    static boolean isOfKeycloak(Class<?> type) {
        return !type.isInterface()
                && parents(type).anyMatch(parent -> parent.getName().startsWith("org.keycloak."));
    }

    private static boolean isMeantToOverride(Method method) {
        int flags = method.getModifiers();
        return !method.isSynthetic()
                && !Modifier.isStatic(flags)
                && !readsComponent(method)
                && (Modifier.isPublic(flags) || Modifier.isProtected(flags));
    }

    private static boolean readsComponent(Method method) {
        RecordComponent[] components = method.getDeclaringClass().getRecordComponents();
        return components != null
                && Arrays.stream(components)
                        .anyMatch(component -> component.getAccessor().equals(method));
    }

    private static boolean overrides(Class<?> type, Method method) {
        return overridden(type, method)
                // The compiler has made a bridge where the overridden method has a type variable.
                || Arrays.stream(type.getDeclaredMethods())
                        .filter(bridge -> bridge.isBridge()
                                && bridge.getName().equals(method.getName())
                                && bridge.getParameterCount() == method.getParameterCount())
                        .anyMatch(bridge -> overridden(type, bridge));
    }

    private static boolean overridden(Class<?> type, Method method) {
        return parents(type)
                .flatMap(parent -> Arrays.stream(parent.getDeclaredMethods()))
                .anyMatch(above -> above.getName().equals(method.getName())
                        && Arrays.equals(above.getParameterTypes(), method.getParameterTypes())
                        && (Modifier.isPublic(above.getModifiers()) || Modifier.isProtected(above.getModifiers()))
                        && !Modifier.isStatic(above.getModifiers()));
    }

    /** All types above a class, once or more often. */
    private static Stream<Class<?>> parents(Class<?> type) {
        return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .flatMap(parent -> Stream.concat(Stream.of(parent), parents(parent)));
    }
}
