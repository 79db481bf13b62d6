package io.caregate.policy.findings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where violations are in Keycloak's database.
 *
 * @param violations one row for each client, rule and hook
 * @param marks what nodes have done by now
 * @param clients Keycloak's own table
 */
public record ViolationTables(String violations, String marks, String clients) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The tables in the schema that Keycloak uses; null is the connection's own. */
    public static ViolationTables in(@Nullable String schema) {
        String prefix = prefix(schema);
        return new ViolationTables(prefix + "CAREGATE_SIGHTING", prefix + "CAREGATE_SIGHTING_MARK", prefix + "CLIENT");
    }

    private static String prefix(@Nullable String schema) {
        if (schema == null || schema.isBlank()) {
            return "";
        }
        return PLAIN.matcher(schema).matches() ? schema + "." : '"' + schema.replace("\"", "\"\"") + "\".";
    }
}
