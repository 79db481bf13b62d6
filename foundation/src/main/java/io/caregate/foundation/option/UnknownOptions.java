package io.caregate.foundation.option;

import io.caregate.foundation.log.ServerLog;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.Config;

/** Warns of given options that nothing reads, and names the option that was probably meant. */
public final class UnknownOptions {
    /** The options that Keycloak itself gives every provider. */
    static final Set<String> EVERY_PROVIDERS = Set.of("enabled");

    private static final Set<String> EVERY_SPIS = Set.of("provider", "provider-default");
    private static final ServerLog LOG = ServerLog.of(UnknownOptions.class);
    private static final int MOST_EDITS = 2;

    private UnknownOptions() {}

    /**
     * Warns of each option of an SPI whose provider no JAR contains. Call it once, for an SPI of the pack. It does not
     * name options of a provider that is switched off.
     */
    public static void warnOfProviders(String spi, Set<String> providers) {
        String prefix = "--spi-" + spi + "--";
        for (String rest : names(Config.scope(spi), prefix)) {
            String provider = rest.split("--", 2)[0];
            boolean off = "false".equals(Config.scope(spi, provider).get("enabled"));
            if (!providers.contains(provider) && !off && !EVERY_SPIS.contains(rest)) {
                LOG.warnf("%s", warningOfProvider(prefix, rest, provider, providers));
            }
        }
    }

    /**
     * The part after the prefix in the names of the given options.
     *
     * @param prefix the beginning of a full name, such as {@code --spi-cors--}
     */
    // Deprecated without a successor; no other method returns the names of options that are misspelt or empty.
    @SuppressWarnings("deprecation")
    static SortedSet<String> names(Config.Scope scope, String prefix) {
        String before = "kc." + prefix.substring(2);
        return scope.getPropertyNames().stream()
                .filter(name -> name.startsWith(before))
                .map(name -> name.substring(before.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String warning(String prefix, String name, Collection<String> known) {
        String nearest = nearest(name, known);
        return prefix + name + " is unknown and has no effect; "
                + (nearest.isEmpty()
                        ? "known are " + String.join(", ", known)
                        : "did you mean " + prefix + nearest + '?');
    }

    private static String warningOfProvider(String prefix, String rest, String provider, Set<String> known) {
        String nearest = nearest(provider, known);
        return prefix + rest + " is unknown and has no effect: no installed JAR has a provider " + provider + "; "
                + (nearest.isEmpty()
                        ? "known are " + String.join(", ", new TreeSet<>(known))
                        : "did you mean " + prefix + nearest + rest.substring(provider.length()) + '?');
    }

    /** The name that differs by the fewest edits, if they are few; otherwise empty. */
    private static String nearest(String given, Collection<String> known) {
        return known.stream()
                .filter(name -> edits(given, name) <= MOST_EDITS)
                .min(Comparator.comparingInt((String name) -> edits(given, name))
                        .thenComparing(name -> name))
                .orElse("");
    }

    /** The number of characters to insert, remove or replace (Levenshtein). */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
