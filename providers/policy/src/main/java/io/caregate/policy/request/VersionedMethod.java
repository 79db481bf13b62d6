package io.caregate.policy.request;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A public method of Keycloak's that has another name or other parameters in some of the versions that the pack
 * supports. It is looked up once, when the class that needs it is loaded; the check at start loads that class.
 */
final class VersionedMethod {

    private final Method method;

    private VersionedMethod(Method method) {
        this.method = method;
    }

    static Forms of(Class<?> type) {
        return new Forms(type);
    }

    /**
     * Calls it with as many of the arguments as it has parameters, from the first on. What it throws unchecked is
     * thrown on.
     *
     * @return its result
     */
    @Nullable
    Object call(Object target, @Nullable Object... arguments) {
        try {
            return method.invoke(target, Arrays.copyOf(arguments, method.getParameterCount()));
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(method + " failed", thrown);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(method + " is not public", hidden);
        }
    }

    /** The forms that a method has had, the newest first. */
    static final class Forms {
        private final Class<?> type;
        private final List<String> tried = new ArrayList<>();
        private @Nullable Method found;

        private Forms(Class<?> type) {
            this.type = type;
        }

        Forms or(String name, Class<?>... parameters) {
            tried.add(name + Arrays.toString(parameters).replace('[', '(').replace(']', ')'));
            if (found == null) {
                found = Arrays.stream(type.getMethods())
                        .filter(method ->
                                method.getName().equals(name) && Arrays.equals(method.getParameterTypes(), parameters))
                        .findFirst()
                        .orElse(null);
            }
            return this;
        }

        /**
         * The newest form that this Keycloak has.
         *
         * @throws NoSuchMethodError if it has none
         */
        VersionedMethod orElseThrow() {
            if (found == null) {
                throw new NoSuchMethodError(type.getName() + "." + String.join(" or ", tried));
            }
            return new VersionedMethod(found);
        }
    }
}
