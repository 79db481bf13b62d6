package io.caregate.audit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.record.EntryAppender;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerEntriesTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00.123Z");

    private final List<Entry> written = new ArrayList<>();

    private final EntryAppender appender = new EntryAppender() {
        @Override
        public String nextId() {
            return "id-" + written.size();
        }

        @Override
        public String hashOf(String realmId, String name) {
            throw new AssertionError("no name is typed here");
        }

        @Override
        public void write(Entry entry) {
            written.add(entry);
        }

        @Override
        public String node() {
            return "here";
        }
    };

    @Test
    void serverWhenItStartsAndStopsThenOneEntryEachOfTheAdministratorsRealm() {
        ServerEntries entries = new ServerEntries(appender, InstantSource.fixed(TIME), "master", "master-id");
        entries.started(Map.of("policy_mode", "enforce"));
        entries.stopped();

        assertThat(written)
                .extracting(entry -> entry.field(Field.TYPE))
                .containsExactly("CAREGATE_SERVER_START", "CAREGATE_SERVER_STOP");
        assertThat(written).allSatisfy(entry -> {
            assertThat(entry.field(Field.REALM)).isEqualTo("master");
            assertThat(entry.field(Field.REALM_ID)).isEqualTo("master-id");
            assertThat(entry.field(Field.NODE)).isEqualTo("here");
            assertThat(entry.time()).isEqualTo(TIME);
        });
        assertThat(written.get(0).details()).containsExactly(Map.entry("policy_mode", "enforce"));
    }

    @Test
    void realmWhenUnknownThenTheEntryIsOfNone() {
        new ServerEntries(appender, InstantSource.fixed(TIME), null, null).started(Map.of());
        assertThat(written).singleElement().satisfies(entry -> assertThat(entry.field(Field.REALM_ID))
                .isNull());
    }
}
