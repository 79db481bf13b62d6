package io.caregate.audit.read;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which export is asked for: the form, and for those that are for people and other systems the filters of a query. */
record ExportRequest(Form form, EventQuery filters) {
    private static final String FORMAT = "format";
    /** An export has no pages, and one order. */
    private static final List<String> OF_PAGES = List.of("limit", "order", "cursor");

    /** The parameter {@value #FORMAT} decides, then the first media type of {@code Accept} that is one of the forms. */
    static ExportRequest parse(Map<String, List<String>> parameters, @Nullable String accept)
            throws BadParameterException {
        Map<String, List<String>> filters = new HashMap<>(parameters);
        List<String> formats = filters.remove(FORMAT);
        Form form = formats == null ? accepted(accept) : named(formats);
        for (String name : filters.keySet()) {
            if (form == Form.JSONL || OF_PAGES.contains(name)) {
                throw new BadParameterException(
                        name,
                        form == Form.JSONL
                                ? "is unknown; the whole log is needed to verify it. Filters go with format=csv and"
                                        + " format=fhir"
                                : "is unknown here; an export has no pages");
            }
        }
        filters.put("order", List.of("asc"));
        filters.put("limit", List.of("500"));
        return new ExportRequest(form, EventQuery.parse(filters));
    }

    private static Form named(List<String> formats) throws BadParameterException {
        Optional<Form> form = formats.size() == 1 ? Form.of(formats.get(0)) : Optional.empty();
        return form.orElseThrow(() -> new BadParameterException(FORMAT, "must be jsonl, csv or fhir, once"));
    }

    private static Form accepted(@Nullable String accept) {
        return Stream.of((accept == null ? "" : accept).split(","))
                .map(type -> type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .flatMap(type -> Arrays.stream(Form.values())
                        .filter(form -> form.mediaType().equals(type)))
                .findFirst()
                .orElse(Form.JSONL);
    }

    /** The forms of an export. */
    enum Form {
        /** What the verifier takes. */
        JSONL("application/jsonl"),
        /** For people with a spreadsheet. */
        CSV("text/csv"),
        /** A Bundle of AuditEvents. */
        FHIR("application/fhir+json");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }

        static Optional<Form> of(String name) {
            return Arrays.stream(values())
                    .filter(form -> form.toString().equals(name))
                    .findFirst();
        }

        String mediaType() {
            return mediaType;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
