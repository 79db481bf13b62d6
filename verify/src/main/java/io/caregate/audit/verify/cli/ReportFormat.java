package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Printable;
import io.caregate.auditlog.entry.EntryText;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A form of the proved entries. Each line of it ends with its line break. */
enum ReportFormat {
    /** A JSON object on a line, with the entry as it was sealed. */
    jsonl {
        @Override
        String header() {
            return "";
        }

        @Override
        String line(long seq, String entry) {
            return "{\"seq\":" + seq + ",\"entry\":" + Printable.escaped(entry) + "}\n";
        }
    },
    /**
     * RFC 4180 with a header, every field in quotes. A text that a spreadsheet would take for a formula gets an
     * apostrophe in front, as OWASP advises (CSV Injection).
     */
    csv {
        @Override
        String header() {
            return COLUMNS.stream().map(ReportFormat::quoted).collect(Collectors.joining(",", "", "\r\n"));
        }

        @Override
        String line(long seq, String entry) {
            EntryText read = EntryText.parse(entry);
            return COLUMNS.stream()
                    .map(column -> quoted(column.equals("entry") ? entry : field(seq, read, column)))
                    .collect(Collectors.joining(",", "", "\r\n"));
        }
    },
    /** Columns for a terminal. */
    table {
        @Override
        String header() {
            return row("SEQ", "TIME", "TYPE", "ERROR", "USER", "CLIENT", "IP");
        }

        @Override
        String line(long seq, String entry) {
            EntryText read = EntryText.parse(entry);
            String name = read.detail("username");
            return row(
                    Long.toString(seq),
                    read.time().toString(),
                    read.text("type"),
                    read.text("error"),
                    name == null ? read.text("user") : name,
                    read.text("client"),
                    read.text("ip"));
        }
    };

    private static final List<String> COLUMNS = List.of(
            "seq",
            "time",
            "type",
            "error",
            "realm",
            "realmId",
            "client",
            "user",
            "username",
            "ip",
            "session",
            "userAgent",
            "method",
            "path",
            "rule",
            "node",
            "traceId",
            "eventId",
            "id",
            "entry");
    private static final int[] WIDTHS = {9, 24, 26, 28, 22, 20, 0};
    /** Spaces and invisible characters in front of a sign do not keep a spreadsheet from seeing a formula. */
    private static final Pattern FORMULA = Pattern.compile(
            "[\\s\\p{Z}\\p{C}\\p{M}\u115F\u1160\u2800\u3164\uFFA0]*"
                    + "[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B].*"
                    + "|[\\t\\r\\n].*",
            Pattern.DOTALL);

    /** What comes before the first entry. */
    abstract String header();

    /** One entry with its number, from its text as it was sealed. */
    abstract String line(long seq, String entry);

    private static String field(long seq, EntryText entry, String column) {
        return Objects.requireNonNullElse(
                switch (column) {
                    case "seq" -> Long.toString(seq);
                    case "username" -> entry.detail("username");
                    default -> entry.text(column);
                },
                "");
    }

    private static String quoted(String value) {
        String text = FORMULA.matcher(value).matches() ? "'" + value : value;
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String row(@Nullable String... cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i] == null ? "-" : Printable.escaped(cells[i]);
            row.append(cell);
            if (i < cells.length - 1) {
                row.append(" ".repeat(Math.max(1, WIDTHS[i] - cell.codePointCount(0, cell.length()) + 1)));
            }
        }
        return row.append('\n').toString();
    }
}
