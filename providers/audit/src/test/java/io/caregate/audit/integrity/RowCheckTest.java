package io.caregate.audit.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.StoredRow.Columns;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.Row;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowCheckTest {
    private static final String SALT = Base64.getEncoder().encodeToString(new byte[TreeHasher.SALT_BYTES]);
    private static final Row ROW = row("\u00e4lice");

    private final RowCheck check = new RowCheck();

    @ParameterizedTest
    @ValueSource(strings = {"alice", "\u00e4lice", "\ud83d\ude00", "", " x ", "a\"b\\c"})
    void rowWhenAsItWasSealedThenIntact(String username) {
        assertThat(check.of(stored(row(username))).disagreeing()).isEmpty();
        assertThat(check.of(stored(row(username.repeat(400)))).disagreeing()).isEmpty();
        assertThat(check.of(stored(row(username).inAscii())).disagreeing()).isEmpty();
        assertThat(check.of(stored(row(username).withoutContent())).disagreeing())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, id", "1, time", "2, realmId", "3, type", "4, error", "5, client", "6, user", "7, username", "8, ip"
    })
    void columnWhenChangedThenNamedAndTheEntryStaysItsRealms(int column, String name) {
        Verdict verdict = check.of(changed(ROW, column));
        assertThat(verdict.disagreeing()).containsExactly(name);
        assertThat(verdict.realmId()).isEqualTo(TestDatabase.REALM);
        assertThat(verdict.id()).isEqualTo("id-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "null",
                "{}",
                "{} {}",
                "{\"id\":1,\"time\":\"2026-01-31T08:15:00Z\",\"type\":\"T\"}",
                "{\"id\":\"a\",\"time\":\"yesterday\",\"type\":\"T\"}",
                "{\"id\":\"a\",\"time\":\"2026-01-31T08:15:00Z\",\"type\":\"T\",\"id\":\"b\"}"
            })
    void payloadWhenNoEntryThenSaidAndTheColumnNamesTheRealm(String payload) {
        Verdict verdict = check.of(new StoredRow(1L, columns(ROW, -1), payload, SALT, leaf(payload)));
        assertThat(verdict.disagreeing()).containsExactly("payload");
        assertThat(verdict.realmId()).isEqualTo(TestDatabase.REALM);
    }

    @Test
    void hashWhenOfAnotherPayloadOrSaltThenSaid() {
        String other = ROW.payload().replace("id-1", "id-2");
        assertThat(check.of(new StoredRow(1L, columns(ROW, 0), other, SALT, leaf(ROW.payload())))
                        .disagreeing())
                .contains("leaf");
        String longer = Base64.getEncoder().encodeToString(new byte[TreeHasher.SALT_BYTES + 1]);
        for (String salt : new String[] {null, "", "?", longer}) {
            assertThat(check.of(new StoredRow(1L, columns(ROW, -1), ROW.payload(), salt, leaf(ROW.payload())))
                            .disagreeing())
                    .containsExactly("leaf");
        }
        assertThat(check.of(new StoredRow(1L, columns(ROW, -1), ROW.payload(), SALT, "?"))
                        .disagreeing())
                .containsExactly("leaf");
    }

    @Test
    void rowWhenErasedThenNothingThatWasMadeOfItMayBeLeft() {
        Columns erased = new Columns(ROW.id(), ROW.time(), ROW.realmId(), ROW.type(), null, null, null, null, null);
        assertThat(check.of(new StoredRow(1L, erased, null, null, "x")).disagreeing())
                .isEmpty();
        assertThat(check.of(new StoredRow(1L, columns(ROW, -1), null, SALT, "x"))
                        .disagreeing())
                .isEqualTo(List.of("salt", "error", "client", "user", "username", "ip"));
    }

    private static Row row(String username) {
        Entry entry = TestDatabase.entry("id-1")
                .with(Field.CLIENT, "app")
                .with(Field.USER, "user")
                .with(Field.IP, "192.0.2.7")
                .detail("username", username)
                .build();
        return Row.of(entry);
    }

    private static StoredRow stored(Row row) {
        return new StoredRow(1L, columns(row, -1), row.payload(), SALT, leaf(row.payload()));
    }

    private static StoredRow changed(Row row, int column) {
        return new StoredRow(1L, columns(row, column), row.payload(), SALT, leaf(row.payload()));
    }

    private static Columns columns(Row row, int changed) {
        return new Columns(
                changed == 0 ? "x" : row.id(),
                changed == 1 ? 1 : row.time(),
                changed == 2 ? "other" : row.realmId(),
                changed == 3 ? "LOGIN" : row.type(),
                changed == 4 ? null : row.error(),
                changed == 5 ? "?" : row.client(),
                changed == 6 ? "" : row.user(),
                changed == 7 ? "x" : row.username(),
                changed == 8 ? "192.0.2.8" : row.ip());
    }

    private static String leaf(String payload) {
        return Base64.getEncoder()
                .encodeToString(new TreeHasher()
                        .leaf(new byte[TreeHasher.SALT_BYTES], payload.getBytes(StandardCharsets.UTF_8)));
    }
}
