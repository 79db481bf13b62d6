package io.caregate.policy.reportmode;

import io.caregate.foundation.database.SchemaPrefix;
import org.jspecify.annotations.Nullable;

/**
 * The tables of violations in Keycloak's database.
 *
 * @param violations one row for each client, rule and hook
 * @param marks the work that nodes have completed
 * @param clients Keycloak's own table
 */
public record ViolationTables(String violations, String marks, String clients) {
    /** The tables in the schema that Keycloak uses; null is the connection's own. */
    public static ViolationTables in(@Nullable String schema) {
        String prefix = SchemaPrefix.of(schema);
        return new ViolationTables(prefix + "CAREGATE_SIGHTING", prefix + "CAREGATE_SIGHTING_MARK", prefix + "CLIENT");
    }
}
