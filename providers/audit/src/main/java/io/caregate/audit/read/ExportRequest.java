package io.caregate.audit.read;

import io.caregate.audit.export.ExportForm;
import io.caregate.audit.query.EventQuery;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requested export: its form, the number of the last entry that the reader of a {@link ExportForm#JSONL} has
 * already, and the filters of a query for the forms that are for people and other systems.
 */
record ExportRequest(ExportForm form, long after, EventQuery filters) {
    private static final String FORMAT = "format";
    private static final String AFTER = "after";
    /** An export has no pages, and only one order. */
    private static final List<String> OF_PAGES = List.of("limit", "order", "cursor");

    /** The parameter {@value #FORMAT} decides, then the first media type of {@code Accept} that is one of the forms. */
    static ExportRequest parse(Map<String, List<String>> parameters, @Nullable String accept)
            throws BadParameterException {
        Map<String, List<String>> filters = new HashMap<>(parameters);
        List<String> formats = filters.remove(FORMAT);
        ExportForm form = formats == null ? accepted(accept) : named(formats);
        List<String> after = form == ExportForm.JSONL ? filters.remove(AFTER) : null;
        for (String name : filters.keySet()) {
            if (form == ExportForm.JSONL || OF_PAGES.contains(name)) {
                throw new BadParameterException(
                        name,
                        form == ExportForm.JSONL
                                ? "is unknown; every hash is needed to verify the log. Filters go with format=csv and"
                                        + " format=fhir"
                                : "is unknown here; an export has no pages");
            }
        }
        filters.put("order", List.of("asc"));
        filters.put("limit", List.of("500"));
        return new ExportRequest(form, after == null ? 0 : after(after), EventParameters.parse(filters));
    }

    private static long after(List<String> given) throws BadParameterException {
        return Parameters.of(Map.of(AFTER, given), List.of(AFTER)).number(AFTER).orElse(0L);
    }

    private static ExportForm named(List<String> formats) throws BadParameterException {
        Optional<ExportForm> form = formats.size() == 1 ? ExportForm.of(formats.get(0)) : Optional.empty();
        return form.orElseThrow(() -> new BadParameterException(FORMAT, "must be jsonl, csv or fhir, once"));
    }

    private static ExportForm accepted(@Nullable String accept) {
        return Stream.of((accept == null ? "" : accept).split(","))
                .map(type -> type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .flatMap(type -> Arrays.stream(ExportForm.values())
                        .filter(form -> form.mediaType().equals(type)))
                .findFirst()
                .orElse(ExportForm.JSONL);
    }
}
