package io.caregate.foundation.option;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.keycloak.Config;

/**
 * The options that an operator gave, for a record of what was in force. It has no secrets: no option of the pack is
 * one, their files are; what is not an option of the pack is withheld, since nobody knows what it holds; and so are the
 * parts of an address in which a password or a token may stand.
 */
public final class GivenOptions {
    /** What stands in place of a value that is not shown. */
    public static final String WITHHELD = "[withheld]";

    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#@\\s]*@");
    /** A path too: a webhook's token is often in it. */
    private static final Pattern BEHIND_HOST = Pattern.compile("(://[^/?#\\s,]*)(?:/[^\\s,]+|[?#][^\\s,]*)");

    private GivenOptions() {}

    /**
     * Their full names and values. An option that was set to nothing has an empty value.
     *
     * @param prefixes the beginnings of full names that belong to the pack, such as {@code --spi-caregate-audit-sink--}
     * @param known whether this is the full name of an option of the pack
     */
    public static SortedMap<String, String> of(Collection<String> prefixes, Predicate<String> known) {
        SortedMap<String, String> given = new TreeMap<>();
        for (String prefix : prefixes) {
            for (String rest : UnknownOptions.names(Config.scope(parts(prefix).toArray(String[]::new)), prefix)) {
                String name = prefix + rest;
                given.put(name, known.test(name) ? shown(value(name)) : WITHHELD);
            }
        }
        return given;
    }

    /** The value without what may be secret in an address. */
    static String shown(String value) {
        if (!value.contains("://")) {
            return value;
        }
        String withoutUser = USER_INFO.matcher(value).replaceAll(WITHHELD + "@");
        return BEHIND_HOST.matcher(withoutUser).replaceAll("$1/" + WITHHELD);
    }

    private static String value(String name) {
        List<String> parts = parts(name);
        String option = parts.get(parts.size() - 1);
        String[] scope = parts.subList(0, parts.size() - 1).toArray(String[]::new);
        return Optional.ofNullable(Config.scope(scope).get(option))
                .map(String::strip)
                .orElse("");
    }

    /** {@code --spi-a--b--} is of the scope a, b. */
    private static List<String> parts(String name) {
        return List.of(name.replaceFirst("^--spi-", "").split("--"));
    }
}
