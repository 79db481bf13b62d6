package io.caregate.foundation.database;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The prefix of table names in SQL. */
public final class SchemaPrefix {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SchemaPrefix() {}

    /** The schema and a dot, quoted if necessary; empty for null or blank, which means the connection's own. */
    public static String of(@Nullable String schema) {
        if (schema == null || schema.isBlank()) {
            return "";
        }
        return PLAIN.matcher(schema).matches() ? schema + "." : '"' + schema.replace("\"", "\"\"") + "\".";
    }
}
