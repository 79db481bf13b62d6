package io.caregate.auditlog.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.entry.Entry.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00.120456Z");

    @Test
    void hasOneCanonicalForm() {
        assertThat(entry().with(Field.IP, "::1")
                        .detail("b", "2")
                        .detail("a", "1")
                        .build()
                        .canonical())
                .isEqualTo("{\"details\":{\"a\":\"1\",\"b\":\"2\"},\"id\":\"id\",\"ip\":\"::1\","
                        + "\"time\":\"2026-01-31T08:15:00.120Z\",\"type\":\"LOGIN_ERROR\",\"v\":2}");
    }

    @Test
    void leavesOutWhatIsNullOrEmpty() {
        Entry entry = entry().with(Field.USER, null)
                .with(Field.CLIENT, "")
                .detail("a", null)
                .build();
        assertThat(entry.field(Field.USER)).isNull();
        assertThat(entry.canonical()).doesNotContain("user", "client", "\"a\"");
    }

    @Test
    void namesWhatItCutOff() throws Exception {
        String value = "x".repeat(5000);
        String kept = entry().with(Field.CLIENT, value).build().field(Field.CLIENT);
        assertThat(kept).isNotNull().startsWith("xxx");
        int prefix = kept.indexOf('…');
        byte[] cut = value.substring(prefix).getBytes(StandardCharsets.UTF_8);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(cut));
        assertThat(kept.substring(prefix)).isEqualTo("…[cut " + cut.length + " bytes, sha256 " + sha256 + "]");
    }

    @ParameterizedTest
    @ValueSource(ints = {2047, 2048})
    void keepsAValueUpToTheCap(int length) {
        String value = "x".repeat(length);
        assertThat(entry().with(Field.CLIENT, value).build().field(Field.CLIENT))
                .isEqualTo(value);
    }

    @Test
    void cutsAValueBeyondTheCap() {
        assertThat(entry().with(Field.CLIENT, "x".repeat(2049)).build().field(Field.CLIENT))
                .contains("…[cut ");
    }

    @Test
    void neverCutsThroughACharacter() {
        String kept =
                entry().with(Field.CLIENT, "\ud83d\ude00".repeat(1000)).build().field(Field.CLIENT);
        assertThat(kept).isNotNull().doesNotContain("\ufffd");
        assertThat(bytes(kept)).isLessThanOrEqualTo(Entry.MAX_VALUE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"password", "PASSWORD", "client_secret", "my_secret", "code", "refresh_token", "token", "otp"})
    void withholdsSecrets(String name) {
        assertThat(entry().detail(name, "hunter2").build().detail(name)).contains("[withheld]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code_id", "token_id", "refresh_token_id", "grant_type", "username", "reason"})
    void keepsWhatOnlySoundsLikeASecret(String name) {
        assertThat(entry().detail(name, "x").build().detail(name)).contains("x");
    }

    @Property(tries = 200)
    void isNeverLongerThanTheCap(
            @ForAll @Size(max = 60) Map<String, @StringLength(max = 3000) String> details,
            @ForAll @StringLength(max = 9000) String typed) {
        Entry.Builder builder = entry();
        for (Field field : Field.values()) {
            builder.with(field, typed.isEmpty() ? "\"" : typed + "\"".repeat(3000));
        }
        details.forEach(builder::detail);
        assertThat(bytes(builder.build().canonical())).isLessThanOrEqualTo(Entry.MAX_BYTES);
    }

    @Test
    void saysHowManyDetailsItDropped() {
        Entry.Builder builder = entry();
        for (int i = 0; i < 400; i++) {
            builder.detail("detail-" + i, "\"".repeat(200));
        }
        String canonical = builder.build().canonical();
        assertThat(bytes(canonical)).isLessThanOrEqualTo(Entry.MAX_BYTES);
        assertThat(canonical).containsPattern("\"detailsDropped\":[1-9]");
    }

    @Test
    void aRowHoldsTheFiltersShortened() {
        Row row = Row.of(entry().with(Field.REALM_ID, "r")
                .with(Field.CLIENT, "\ud83d\ude00".repeat(200))
                .detail("username", "alice")
                .build());
        assertThat(row.client()).hasSize(254).isEqualTo(Row.column("\ud83d\ude00".repeat(200)));
        assertThat(row.username()).isEqualTo("alice");
        assertThat(row.time()).isEqualTo(TIME.toEpochMilli());
        assertThat(row.error()).isNull();
    }

    private static Entry.Builder entry() {
        return Entry.builder("id", TIME, "LOGIN_ERROR");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
