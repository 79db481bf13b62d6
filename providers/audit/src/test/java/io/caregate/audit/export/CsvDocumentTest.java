package io.caregate.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.format.EntryView;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvDocumentTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("alice", "\"alice\""),
                Arguments.of("", "\"\""),
                Arguments.of("a\"b,c;d", "\"a\"\"b,c;d\""),
                Arguments.of("=1+1", "\"'=1+1\""),
                Arguments.of("+1", "\"'+1\""),
                Arguments.of("-1", "\"'-1\""),
                Arguments.of("@SUM(A1)", "\"'@SUM(A1)\""),
                Arguments.of("\t=1", "\"\t'=1\""),
                Arguments.of("\tx", "\"'\tx\""),
                Arguments.of("\rx", "\"'\rx\""),
                Arguments.of(" =1", "\" '=1\""),
                Arguments.of("\u00a0=1", "\"\u00a0'=1\""),
                Arguments.of("\ufeff=1", "\"\ufeff'=1\""),
                Arguments.of("\u200b=1", "\"\u200b'=1\""),
                Arguments.of("\u200b\ufeff \u2060@x", "\"\u200b\ufeff \u2060'@x\""),
                Arguments.of("\u00ad+1", "\"\u00ad'+1\""),
                Arguments.of("\u034f-1", "\"\u034f'-1\""),
                Arguments.of("\u3164=1", "\"\u3164'=1\""),
                Arguments.of("x;\u200b=1", "\"x;\u200b'=1\""),
                Arguments.of("\u200balice", "\"\u200balice\""),
                Arguments.of("\uff1d1", "\"'\uff1d1\""),
                Arguments.of("\uff0b1", "\"'\uff0b1\""),
                Arguments.of("\uff0d1", "\"'\uff0d1\""),
                Arguments.of("\uff201", "\"'\uff201\""),
                Arguments.of("x;=cmd|' /C calc'!A0", "\"x;'=cmd|' /C calc'!A0\""),
                Arguments.of("x\",=1", "\"x\"\",'=1\""),
                Arguments.of("x\n=1", "\"x\n'=1\""),
                Arguments.of("a=b c-d e@f", "\"a=b c-d e@f\""),
                Arguments.of("2026-01-31T08:15:00Z", "\"2026-01-31T08:15:00Z\""));
    }

    @ParameterizedTest
    @MethodSource("values")
    void fieldWhenWrittenThenQuotedAndNoFormula(String value, String field) {
        assertThat(CsvDocument.field(value)).isEqualTo(field);
    }

    @Test
    void lineWhenAnEntryThenOneColumnAKeyAndDetailsAsJson() {
        Entry entry = Entry.builder("an-id", Instant.parse("2026-01-31T08:15:00Z"), "LOGIN_ERROR")
                .with(Field.CLIENT, "=HYPERLINK(\"http://evil.example\")")
                .detail("username", "@alice")
                .build();
        CsvDocument csv = new CsvDocument();

        String line = csv.entry(EntryView.of(new SealedEntry(7, "an-id", "r", entry.canonical())));

        assertThat(csv.begin()).startsWith("\"seq\",\"id\",\"time\",\"type\",").endsWith(",\"details\"\r\n");
        assertThat(line)
                .startsWith("\"7\",\"an-id\",\"2026-01-31T08:15:00.000Z\",\"LOGIN_ERROR\",\"\",\"\",\"\","
                        + "\"'=HYPERLINK(\"\"http://evil.example\"\")\",")
                .endsWith(",\"2\",\"{\"\"username\"\":\"\"'@alice\"\"}\"\r\n");
        assertThat(Stream.of(Field.values()).map(Field::key)).allMatch(csv.begin()::contains);
    }
}
