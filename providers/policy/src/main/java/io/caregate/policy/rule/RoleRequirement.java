package io.caregate.policy.rule;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The roles that admit to one API; any of them is enough. An empty set admits nobody, which is what is left of a
 * requirement that cannot be read.
 *
 * @param anyOf the admitting roles
 */
public record RoleRequirement(Set<RequiredRole> anyOf) {

    /** The client attribute that makes a client a protected API. */
    public static final String ATTRIBUTE = "caregate.required-roles";

    /** What separates roles, as in Keycloak's own attributes with several values. */
    public static final String SEPARATOR = "##";

    // Read at every token: compiled once.
    private static final Pattern SEPARATED = Pattern.compile(SEPARATOR, Pattern.LITERAL);

    /** Admits nobody: a requirement that is there but cannot be read fails closed. */
    public static final RoleRequirement NOBODY = new RoleRequirement(Set.of());

    public RoleRequirement {
        anyOf = Set.copyOf(anyOf);
    }

    /**
     * Reads roles separated by {@value #SEPARATOR}.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public static RoleRequirement parse(String text) {
        if (!text.contains(SEPARATOR)) {
            return new RoleRequirement(Set.of(RequiredRole.parse(text.strip())));
        }
        Set<RequiredRole> roles = new LinkedHashSet<>();
        for (String role : SEPARATED.split(text, -1)) {
            roles.add(RequiredRole.parse(role.strip()));
        }
        return new RoleRequirement(roles);
    }

    /** The same; empty where {@link #parse} fails. The rules on clients say what is wrong with it. */
    public static Optional<RoleRequirement> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Reads the operator's form: {@code api=role##role,api=role}. An API that is named twice is admitted to by any of
     * the roles of both places.
     *
     * @throws IllegalArgumentException with what is wrong, if the text has another form
     */
    public static Map<String, RoleRequirement> parsePinned(String text) {
        Map<String, Set<RequiredRole>> roles = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            String api = equals < 0 ? "" : entry.substring(0, equals).strip();
            if (api.isEmpty()) {
                throw new IllegalArgumentException(
                        "\"" + PrintableText.printable(entry, 80) + "\" is not of the form api=role");
            }
            roles.computeIfAbsent(api, any -> new LinkedHashSet<>())
                    .addAll(parse(entry.substring(equals + 1)).anyOf());
        }
        return roles.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> new RoleRequirement(e.getValue())));
    }

    /** Whether a subject of whom {@code holds} tells the roles is admitted. */
    public boolean admits(Predicate<RequiredRole> holds) {
        return anyOf.stream().anyMatch(holds);
    }

    /** The roles as a person reads them, in a stable order. */
    public String text() {
        return anyOf.stream().map(RequiredRole::toString).sorted().collect(Collectors.joining(" or "));
    }
}
