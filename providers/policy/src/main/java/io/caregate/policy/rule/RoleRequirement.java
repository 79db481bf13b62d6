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
 * The roles that give access to one API; any of them is enough. An empty set, the result of an unreadable requirement,
 * admits no one.
 *
 * @param anyOf the admitting roles
 */
public record RoleRequirement(Set<RequiredRole> anyOf) {

    /** The client attribute that makes a client a protected API. */
    public static final String ATTRIBUTE = "caregate.required-roles";

    /** The separator of roles, as in Keycloak's own attributes with several values. */
    public static final String SEPARATOR = "##";

    // Read for every token: compiled once.
    private static final Pattern SEPARATED = Pattern.compile(SEPARATOR, Pattern.LITERAL);

    /** Admits no one: a requirement that is present but cannot be read fails closed. */
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

    /** The same; empty where {@link #parse} fails. The rules on clients report the problem. */
    public static Optional<RoleRequirement> find(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Reads the operator's form: {@code api=role##role,api=role}. If an API is named twice, any of the roles from both
     * places gives access to it.
     *
     * @throws IllegalArgumentException which names the problem, if the text has another form
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

    /** Whether a subject is admitted; {@code holds} says which roles they hold. */
    public boolean admits(Predicate<RequiredRole> holds) {
        return anyOf.stream().anyMatch(holds);
    }

    /** The roles in readable form, in a stable order. */
    public String text() {
        return anyOf.stream().map(RequiredRole::toString).sorted().collect(Collectors.joining(" or "));
    }
}
