package io.caregate.foundation.database;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands before the names of tables in SQL. */
public final class SchemaPrefix {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SchemaPrefix() {}

    /** The schema and a dot, quoted where it has to be; empty for null or blank, which is the connection's own. */
    public static String of(@Nullable String schema) {
        if (schema == null || schema.isBlank()) {
            return "";
        }
        return PLAIN.matcher(schema).matches() ? schema + "." : '"' + schema.replace("\"", "\"\"") + "\".";
    }
}
