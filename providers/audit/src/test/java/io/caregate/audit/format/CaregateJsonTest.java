package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaregateJsonTest {
    private static final String ID = "01a1fbfe-691b-7000-8b20-9f0d501ccaec";

    @Test
    void formatWhenNamedThenFoundAndNoOtherIs() {
        assertThat(Format.of("json")).contains(Format.JSON);
        assertThat(Format.of("JSON")).isEmpty();
        assertThat(Format.of("")).isEmpty();
    }

    @Test
    void jsonWhenAnEntryThenItsCanonicalFormWithTheNumber() {
        String payload = Entry.builder(ID, Instant.parse("2026-01-31T08:15:00Z"), "LOGIN_ERROR")
                .with(Entry.Field.RULE, "no-password-grant")
                .with(Entry.Field.SESSION, "s")
                .detail("username", "alice \"😀\\")
                .build()
                .canonical();

        assertThat(Format.JSON.render(new SealedEntry(7, ID, "", payload)))
                .isEqualTo(payload.replace("\"session\"", "\"seq\":7,\"session\""));
    }

    /** A damaged entry is delivered under an id of its own. */
    @Test
    void jsonWhenThePayloadHasAnotherIdThenThatOfTheItem() {
        assertThat(Format.JSON.render(new SealedEntry(7, "damaged-7", "", "{\"id\":\"" + ID + "\"}")))
                .isEqualTo("{\"id\":\"damaged-7\",\"seq\":7}");
    }

    @Test
    void jsonWhenErasedThenNothingButNumberAndIds() {
        assertThat(Format.JSON.render(new SealedEntry(7, ID, "r", null)))
                .isEqualTo("{\"details\":{},\"id\":\"" + ID
                        + "\",\"realmId\":\"r\",\"seq\":7,\"type\":\"CAREGATE_AUDIT_ERASED\",\"v\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "null", "{", "{}{}", "{\"a\":NaN}", "no\u2028JSON"})
    void jsonWhenThePayloadIsNoObjectThenItIsADetail(String payload) {
        assertThat(Format.JSON.render(new SealedEntry(7, ID, "r", payload)))
                .isEqualTo("{\"details\":{\"payload\":" + CanonicalJson.of(payload.replace('\u2028', '\uFFFD'))
                        + "},\"id\":\"" + ID
                        + "\",\"realmId\":\"r\",\"seq\":7,\"type\":\"CAREGATE_AUDIT_UNREADABLE\",\"v\":2}");
    }

    @Test
    void jsonWhenACheckpointThenItsNoteAsItWasSigned() {
        String note = "origin\n7\nroot\n\n— origin AA==\n";

        assertThat(Format.JSON.render(new StoredCheckpoint(3, 7, Instant.parse("2026-01-31T08:15:00.1Z"), note)))
                .startsWith("{\"details\":{\"note\":" + CanonicalJson.of(note)
                        + ",\"number\":\"3\",\"size\":\"7\"},\"id\":\"")
                .endsWith("\",\"time\":\"2026-01-31T08:15:00.100Z\",\"type\":\"CAREGATE_AUDIT_CHECKPOINT\",\"v\":2}");
    }
}
