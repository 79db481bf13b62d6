package io.caregate.benchmarks.cost;

import java.util.Locale;

/** Rows for a measurement of growth. The database itself makes them, since thousands of calls would take too long. */
final class Filling {
    private Filling() {}

    /** Copies of the client {@code app} with all its parts. */
    static String clients(String realm, int from, int to) {
        String added = " FROM client o JOIN client n ON n.realm_id = o.realm_id AND n.client_id LIKE 'filled-%%'"
                + " AND CAST(SUBSTRING(n.client_id FROM 8) AS INT) > %2$d WHERE o.client_id = 'app'"
                + " AND o.realm_id = (SELECT id FROM realm WHERE name = '%1$s')";
        return String.format(
                Locale.ROOT,
                "INSERT INTO client SELECT (JSONB_POPULATE_RECORD(o, JSONB_BUILD_OBJECT('id', GEN_RANDOM_UUID(),"
                        + " 'client_id', 'filled-' || i))).* FROM client o, GENERATE_SERIES(%2$d + 1, %3$d) AS i"
                        + " WHERE o.client_id = 'app' AND o.realm_id = (SELECT id FROM realm WHERE name = '%1$s');"
                        + rows("redirect_uris", "value", added)
                        + rows("client_attributes", "name, value", added)
                        + rows("client_scope_client", "scope_id, default_scope", added)
                        + "ANALYZE client",
                realm,
                from,
                to);
    }

    private static String rows(String table, String columns, String added) {
        return "INSERT INTO " + table + " (client_id, " + columns + ") SELECT n.id, "
                + columns.replaceAll("(\\w+)", "t.$1")
                + added.replaceFirst(" WHERE ", " JOIN " + table + " t ON t.client_id = o.id WHERE ") + ";";
    }

    /** Entries of the audit log, numbered below its first one, so that the sealer's position stays as it is. */
    static String log(long from, long to) {
        return "INSERT INTO CAREGATE_AUDIT_LOG (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, CLIENT_ID, USER_ID,"
                + " USERNAME, IP_ADDRESS, PAYLOAD, SALT, LEAF_HASH) SELECT -N, 'old' || LPAD(CAST(N AS VARCHAR),"
                + " 12, '0'),"
                + " N, 'realm', 'LOGIN_ERROR', 'invalid_user_credentials', 'app', MD5(CAST(N % 5000 AS VARCHAR)),"
                + " 'alice', '192.0.2.7', '{\"id\":\"' || N || '\",\"pad\":\"' || REPEAT('x', 400) || '\"}',"
                + " 'c2FsdHNhbHRzYWx0c2FsdA==', ENCODE(SHA256(CAST(CAST(N AS VARCHAR) AS BYTEA)), 'base64')"
                + " FROM GENERATE_SERIES(" + (from + 1) + ", " + to + ") AS N; ANALYZE CAREGATE_AUDIT_LOG";
    }
}
