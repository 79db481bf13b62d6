package io.caregate.audit.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportFormatTest {
    /** What a sealed entry holds, others have chosen: a client's id, a user name. */
    private static String entry(String client, String username) {
        return "{\"client\":\"" + client + "\",\"details\":{\"username\":\"" + username
                + "\"},\"id\":\"1\",\"time\":\"2026-01-31T08:15:00.000Z\",\"type\":\"LOGIN_ERROR\",\"v\":2}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "app|app",
                "a=b|a=b",
                "1-2|1-2",
                "=1+1|'=1+1",
                "+1|'+1",
                "-1|'-1",
                "@SUM(A1)|'@SUM(A1)",
                "\\t=1|'\t=1",
                "\\tx|'\tx",
                " =1|' =1",
                "\u200B=1|'\u200B=1",
                "\uFF1D1|'\uFF1D1",
                "a\\\"b|a\"\"b"
            })
    void csvWhenATextLooksLikeAFormulaThenItHasAnApostrophe(String sealed, String field) {
        String line = ReportFormat.csv.line(7, entry(sealed, "alice"));
        assertThat(line)
                .startsWith("\"7\",\"2026-01-31T08:15:00.000Z\",\"LOGIN_ERROR\",\"\",\"\",\"\",\"" + field
                        + "\",\"\",\"alice\",")
                .endsWith("\"\r\n");
    }

    /** {@code CsvSource} has no carriage return. */
    @Test
    void csvWhenATextBeginsWithACarriageReturnThenItHasAnApostrophe() {
        assertThat(ReportFormat.csv.line(7, entry("\\r=1", "alice"))).contains(",\"'\r=1\",");
        assertThat(ReportFormat.csv.line(7, entry("x\\r1", "alice"))).contains(",\"x\r1\",");
    }

    @Test
    void csvWhenWrittenThenEachRowHasTheColumnsOfTheHeader() {
        int columns = ReportFormat.csv.header().split(",").length;
        assertThat(ReportFormat.csv.header()).endsWith(",\"id\",\"entry\"\r\n");
        String line = ReportFormat.csv.line(1, entry("app", "bob"));
        assertThat(line.substring(0, line.indexOf(",\"{")).split("\",\"")).hasSize(columns - 1);
    }

    @Test
    void tableWhenATextCouldImitateARowThenItsCharactersAreShown() {
        String line = ReportFormat.table.line(7, entry("app\\n8", "al\u001B[2Jice\u202E".replace("\u001B", "\\u001b")));
        assertThat(line)
                .startsWith("7         2026-01-31T08:15:00Z     LOGIN_ERROR ")
                .contains("al\\u001b[2Jice\\u202e", "app\\u000a8")
                .endsWith(" -\n");
        assertThat(line.lines()).hasSize(1);
        assertThat(ReportFormat.table.header()).startsWith("SEQ       TIME                     TYPE ");
    }

    @Test
    void jsonlWhenWrittenThenTheEntryAsItWasSealed() {
        assertThat(ReportFormat.jsonl.line(7, entry("app", "alice")))
                .isEqualTo("{\"seq\":7,\"entry\":" + entry("app", "alice") + "}\n");
        assertThat(ReportFormat.jsonl.header()).isEmpty();
    }
}
