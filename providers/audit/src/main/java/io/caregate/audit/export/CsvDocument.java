package io.caregate.audit.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.audit.export.FilteredExport.Document;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * CSV as RFC 4180 has it, with a header, for people with a spreadsheet: every field is quoted. A text that a
 * spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises (CSV Injection): a field that
 * begins with {@code = + - @}, a tab, a line break or one of their full-width or small forms, whatever invisible
 * characters stand before it, and any place within that a spreadsheet with other separators would take for the
 * beginning of a field. So the values are for reading, not for verification.
 */
final class CsvDocument implements Document {
    private static final List<String> COLUMNS = List.of(
            "seq",
            "id",
            "time",
            "type",
            "error",
            "realm",
            "realmId",
            "client",
            "user",
            "session",
            "ip",
            "userAgent",
            "node",
            "traceId",
            "method",
            "path",
            "rule",
            "eventId",
            "detailsDropped",
            "v",
            "details");
    /**
     * Characters that are invisible in front of a formula: spaces, controls, format characters (U+200B, U+FEFF), marks,
     * fillers.
     */
    private static final String UNSEEN = "[\\s\\p{Z}\\p{C}\\p{M}\\u115F\\u1160\\u2800\\u3164\\uFFA0]*";

    private static final Pattern FORMULA = Pattern.compile("(^" + UNSEEN + "|[;,|\"\t\r\n]" + UNSEEN
            + ")([=+@\\-\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B])");

    @Override
    public String begin() {
        return COLUMNS.stream().collect(Collectors.joining("\",\"", "\"", "\"\r\n"));
    }

    @Override
    public String entry(EntryView entry) {
        JsonNode event = Format.JSON.toObject(entry);
        return COLUMNS.stream()
                .map(column -> field(text(event.path(column))))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    @Override
    public String end() {
        return "";
    }

    static String field(String value) {
        return '"' + FORMULA.matcher(value).replaceAll("$1'$2").replace("\"", "\"\"") + '"';
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.isNull() ? "" : value.asText();
    }
}
