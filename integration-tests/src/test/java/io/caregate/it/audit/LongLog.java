package io.caregate.it.audit;

import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.Subtrees;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.it.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A log as it is after a year, without sealing it: what it says is plausible, and its hashes are made up. */
public final class LongLog {
    private static final String ENTRY = """
            '{"client":"app-' || N % 40 || '","details":{"auth_method":"openid-connect","auth_type":"code",'
            || '"redirect_uri":"https://app.example.org/callback","username":"user-' || N % 5000 || '"},'
            || '"error":"' || ERROR || '","eventId":"' || MD5('e' || N)
            || '","id":"old' || LPAD(CAST(N AS VARCHAR), 12, '0')
            || '","ip":"192.0.2.' || N % 250 || '","method":"POST","node":"keycloak-0",'
            || '"path":"/realms/clinic/login-actions/authenticate","realm":"' || REALM || '","realmId":"' || REALM_ID
            || '","time":"' || TO_CHAR(TO_TIMESTAMP(T / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')
            || '","type":"LOGIN_ERROR","user":"' || MD5(CAST(N % 5000 AS VARCHAR))
            || '","userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0","v":1}'
            """;

    private LongLog() {}

    /**
     * Replaces what is in the log by so many failed logins of a realm, spread over the year that ended so long ago,
     * while no server runs on the database.
     */
    public static void fill(Postgres postgres, String realmId, String realm, int entries, Duration ago) {
        var database = new AuditDatabase(postgres);
        database.execute("DELETE FROM CAREGATE_AUDIT_LOG");
        database.execute("DELETE FROM CAREGATE_AUDIT_INBOX");
        database.execute(
                "INSERT INTO CAREGATE_AUDIT_LOG (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, CLIENT_ID, USER_ID,"
                        + " USERNAME, IP_ADDRESS, PAYLOAD, SALT, LEAF_HASH)"
                        + " SELECT N, 'old' || LPAD(CAST(N AS VARCHAR), 12, '0'), T, REALM_ID, 'LOGIN_ERROR', ERROR,"
                        + " 'app-' || N % 40, MD5(CAST(N % 5000 AS VARCHAR)), 'user-' || N % 5000, '192.0.2.' ||"
                        + " N % 250, "
                        + ENTRY
                        + ", 'c2FsdHNhbHRzYWx0c2FsdA==', ENCODE(SHA256('\\x00'::BYTEA ||"
                        + " SHA256(DECODE('c2FsdHNhbHRzYWx0c2FsdA==', 'base64') || CONVERT_TO(" + ENTRY
                        + ", 'UTF8'))), 'base64') FROM (SELECT N, CAST(? AS VARCHAR) AS REALM_ID, CAST(? AS"
                        + " VARCHAR) AS REALM,"
                        + " (ARRAY['invalid_user_credentials','user_not_found','user_disabled','expired_code'])[1"
                        + " + N % 4]"
                        + " AS ERROR, (CAST(EXTRACT(EPOCH FROM NOW()) AS BIGINT) * 1000 - ? - (? - N) *"
                        + " (31536000000 / ?))"
                        + " / 1000 * 1000 AS T FROM GENERATE_SERIES(1, ?) AS N) AS GENERATED",
                realmId,
                realm,
                ago.toMillis(),
                (long) entries,
                (long) entries,
                entries);
        plant(database, entries);
        database.execute("ANALYZE CAREGATE_AUDIT_LOG");
    }

    /** The tree over what was filled in: the stored roots, and the head. */
    private static void plant(AuditDatabase database, int entries) {
        var tree = new CompactRange(new TreeHasher());
        database.execute("DELETE FROM CAREGATE_AUDIT_TREE");
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement leaves = connection.createStatement();
                PreparedStatement roots = connection.prepareStatement(
                        "INSERT INTO CAREGATE_AUDIT_TREE (HEIGHT, POSITION, HASH) VALUES (?, ?, ?)")) {
            connection.setAutoCommit(false);
            leaves.setFetchSize(10_000);
            List<Object[]> found = new ArrayList<>();
            ResultSet rows = leaves.executeQuery("SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG ORDER BY SEQ");
            while (rows.next()) {
                tree.append(Base64.getDecoder().decode(rows.getString(1)), (height, position, hash) -> {
                    if (height % Subtrees.STRIDE == 0) {
                        found.add(new Object[] {
                            height, position, Base64.getEncoder().encodeToString(hash)
                        });
                    }
                });
            }
            for (Object[] root : found) {
                for (int i = 0; i < root.length; i++) {
                    roots.setObject(i + 1, root[i]);
                }
                roots.addBatch();
            }
            roots.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        database.execute(
                "UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = ?, TREE_SIZE = ?, FRONTIER = ?",
                (long) entries,
                (long) entries,
                tree.toText());
    }
}
