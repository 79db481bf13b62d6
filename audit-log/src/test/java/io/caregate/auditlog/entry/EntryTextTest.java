package io.caregate.auditlog.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verifier's grammar accepts every captured entry, in both of its forms and in both versions. */
class EntryTextTest {
    private static final Path DUMPS =
            Path.of("..", "integration-tests", "src", "test", "resources", "audit", "upgrade");
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00.123Z");

    @Test
    void membersWhenAnEntryCanHaveThemThenTheGrammarHasThem() {
        Set<String> members = new HashSet<>(Set.of("id", "time"));
        Arrays.stream(Entry.Field.values()).map(Entry.Field::key).forEach(members::add);
        assertThat(EntryText.TEXTS).isEqualTo(members);
        assertThat(EntryText.MAX_BYTES).isEqualTo(Entry.MAX_BYTES);
        assertThat(EntryText.SECOND_VERSION).isEqualTo(Entry.VERSION);
    }

    @Property(tries = 500)
    void entryWhenCapturedThenRead(@ForAll String value, @ForAll @Size(max = 5) Map<String, String> details) {
        Entry.Builder builder = Entry.builder("id", TIME, "LOGIN_ERROR")
                .with(Entry.Field.USER_AGENT, value)
                .with(Entry.Field.REALM_ID, "r");
        details.forEach(builder::detail);
        Row row = Row.of(builder.build());
        for (Row each : List.of(row, row.inAscii(), row.withoutContent())) {
            EntryText read = EntryText.parse(each.payload());
            assertThat(read.version()).isEqualTo(Entry.VERSION);
            assertThat(read.time()).isEqualTo(TIME);
            assertThat(read.text("realmId")).isEqualTo("r");
        }
        assertThat(EntryText.parse(row.payload()).text("userAgent"))
                .isEqualTo(EntryText.parse(row.inAscii().payload()).text("userAgent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00fc", "\u20ac", "\ud83d\ude00", "\u0001"})
    void entryWhenAsLongAsItMayBeThenReadInBothForms(String unit) {
        Entry.Builder builder = Entry.builder("id", TIME, "LOGIN_ERROR");
        for (int i = 0; i < 20; i++) {
            builder.detail("detail" + i, unit.repeat(5_000));
        }
        Row row = Row.of(builder.build());
        assertThat(row.payload().getBytes(StandardCharsets.UTF_8).length).isGreaterThan(Entry.MAX_BYTES / 2);
        EntryText.parse(row.payload());
        EntryText.parse(row.inAscii().payload());
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-stage.sql", "second-stage.sql"})
    void entriesWhenOfAnOlderVersionThenRead(String dump) throws IOException {
        List<String> payloads = Pattern.compile("'(\\{(?:[^']|'')*\"v\":1\\})'")
                .matcher(Files.readString(DUMPS.resolve(dump)))
                .results()
                .map((MatchResult found) -> found.group(1).replace("''", "'"))
                .toList();
        assertThat(payloads).hasSizeGreaterThan(50);
        assertThat(payloads).allMatch(payload -> EntryText.parse(payload).version() == EntryText.FIRST_VERSION);
    }
}
