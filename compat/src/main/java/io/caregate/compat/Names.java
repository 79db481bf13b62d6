package io.caregate.compat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;

/** Names as Java programmers write them. */
final class Names {

    private Names() {}

    /** {@code org.keycloak.common.Version}. */
    static String type(String internalName) {
        return internalName.replace('/', '.');
    }

    /** {@code org.keycloak.common.util.Time#currentTime()}, or a field without parentheses. */
    static String member(String owner, String member) {
        return type(owner) + "#" + member(member);
    }

    private static String member(String member) {
        int parameters = member.indexOf('(');
        return parameters < 0
                ? member.replaceFirst(":.*", "")
                : member.substring(0, parameters)
                        + Arrays.stream(Type.getArgumentTypes(member.substring(parameters)))
                                .map(Names::simple)
                                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A method with its result: {@code int currentTime()}. */
    static String withResult(String method) {
        return simple(Type.getReturnType(method.substring(method.indexOf('(')))) + " " + member(method);
    }

    private static String simple(Type type) {
        return type.getClassName().replaceFirst(".*[.]", "");
    }

    /** The name of a method without its parameters. */
    static String bare(String member) {
        return member.replaceFirst("[(:].*", "");
    }
}
