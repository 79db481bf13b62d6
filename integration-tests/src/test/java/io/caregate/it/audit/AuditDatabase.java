package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/** The tables of the log as whoever has the database's password reaches them. */
public final class AuditDatabase {
    /** How many changes the first stage of the log had. */
    static final int FIRST_STAGE = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;

    public AuditDatabase(Postgres postgres) {
        this.url = postgres.jdbcUrl() + "?user=" + postgres.user() + "&password=" + postgres.password();
    }

    /** The address with user and password. */
    String url() {
        return url;
    }

    /** Creates or upgrades the tables as Keycloak does it; at most so many of the changes. */
    void migrate(int most) throws SQLException, LiquibaseException {
        try (var liquibase = new Liquibase(
                "META-INF/caregate-audit-changelog.xml",
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(DriverManager.getConnection(url)))) {
            liquibase.update(most, new Contexts(), new LabelExpression());
        }
    }

    int execute(String sql, Object... values) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    public long number(String sql) {
        return Long.parseLong(column(sql).get(0));
    }

    /** The first column of what a query finds. */
    List<String> column(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                values.add(result.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
        return values;
    }

    /** Waits until nothing is unsealed, also in no spill of this directory. */
    public void awaitSealed(Path spills) {
        await().pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> {
                    assertThat(spills.toFile()
                                    .list((folder, name) -> name.endsWith(".spill")
                                            && folder.toPath()
                                                            .resolve(name)
                                                            .toFile()
                                                            .length()
                                                    > 0))
                            .satisfiesAnyOf(files -> assertThat(files).isNull(), files -> assertThat(files)
                                    .isEmpty());
                    assertThat(number("SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX"))
                            .isZero();
                });
    }

    /** Waits for a new checkpoint, which covers all that is sealed; without this one is made every minute. */
    void checkpointNow() {
        long before = number("SELECT COUNT(*) FROM CAREGATE_AUDIT_CHECKPOINT");
        execute("UPDATE CAREGATE_AUDIT_CHECKPOINT SET CREATED = 0");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> number("SELECT COUNT(*) FROM CAREGATE_AUDIT_CHECKPOINT") > before);
    }

    /** The user agents of all sealed entries of a type, in the order of the log. */
    public List<String> userAgents(String type) {
        return column("SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG WHERE EVENT_TYPE = '" + type + "' ORDER BY SEQ").stream()
                .map(payload -> json(payload).path("userAgent").asText())
                .toList();
    }

    /** The id that Keycloak gave the event of each sealed entry that is of one. */
    public List<String> eventIds() {
        return column("SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG").stream()
                .map(payload -> json(payload).path("eventId"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    static JsonNode json(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new AssertionError(payload, e);
        }
    }

    /** Puts entries into the inbox, with payloads of the size that a failed login has. */
    void capture(String prefix, int count) {
        execute(
                "INSERT INTO CAREGATE_AUDIT_INBOX (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, CLIENT_ID, USER_ID,"
                        + " USERNAME, IP_ADDRESS, PAYLOAD) SELECT CAST(? AS VARCHAR) || LPAD(CAST(N AS VARCHAR),"
                        + " 8, '0'),"
                        + " N, 'realm', 'LOGIN_ERROR', 'invalid_user_credentials', 'app', MD5(CAST(N AS VARCHAR)),"
                        + " 'alice', '192.0.2.7', '{\"client\":\"app\",\"details\":{\"pad\":\"' || REPEAT('x', 400)"
                        + " || '\",\"username\":\"alice\"},\"error\":\"invalid_user_credentials\",\"id\":\"'"
                        + " || CAST(? AS VARCHAR) || LPAD(CAST(N AS VARCHAR), 8, '0') || '\",\"ip\":\"192.0.2.7\","
                        + "\"realmId\":\"realm\",\"time\":\"' || TO_CHAR(TO_TIMESTAMP(N / 1000.0) AT TIME ZONE 'UTC',"
                        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') || '\",\"type\":\"LOGIN_ERROR\",\"user\":\"'"
                        + " || MD5(CAST(N AS VARCHAR)) || '\",\"v\":1}'"
                        + " FROM GENERATE_SERIES(1, ?) AS N",
                prefix,
                prefix,
                count);
    }
}
