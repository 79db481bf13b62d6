package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.cost.Sample.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the results: a self-contained page, its tables as Markdown, and every slice as CSV. */
final class Report {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b2733}
            table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
            td,th{padding:.25rem .6rem;border-bottom:1px solid #d5dde3;text-align:right}
            td:first-child,th:first-child{text-align:left}
            svg{max-width:58rem;width:100%;height:auto} svg text{font-size:13px;fill:#1b2733}
            .one{stroke:#1b2733} .tick{stroke:#c3ced6;stroke-dasharray:3 3}
            .range{stroke:#0b6e75;stroke-width:3;opacity:.45} circle{fill:#0b6e75}
            .a{stroke:#7a8791;fill:none;stroke-width:2} .b{stroke:#0b6e75;fill:none;stroke-width:2}
            """;

    private Report() {}

    static void write(Path folder, String conditions, Results results, List<Scale> scales, List<Table> more)
            throws IOException {
        Files.createDirectories(folder);
        List<Table> tables = new ArrayList<>(Tables.of(results));
        tables.addAll(more);
        Files.writeString(
                folder.resolve("results.md"),
                tables.stream()
                        .map(Table::markdown)
                        .collect(Collectors.joining("", conditions + System.lineSeparator(), "")));
        Files.writeString(folder.resolve("results.csv"), csv(results));
        Files.writeString(folder.resolve("index.html"), html(conditions, results, scales, tables));
    }

    private static String html(String conditions, Results results, List<Scale> scales, List<Table> tables) {
        StringBuilder page = new StringBuilder(8192)
                .append("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Cost of"
                        + " Caregate</title>\n<style>")
                .append(STYLE)
                .append("</style>\n<h1>What Caregate costs</h1>\n<p>")
                .append(Table.escaped(conditions))
                .append("</p>\n");
        for (Subject challenger : results.challengers()) {
            for (Figure figure : List.of(Figure.CPU, Figure.ALLOCATED, Figure.PER_SECOND)) {
                List<Plot.Row> rows = results.scenarios().stream()
                        .map(scenario ->
                                new Plot.Row(Tables.title(scenario), results.ratios(challenger, scenario, figure)))
                        .filter(row -> row.spread().isKnown())
                        .toList();
                if (!rows.isEmpty()) {
                    page.append(Plot.ratios(challenger.title() + " to stock: " + figure.title(), rows));
                }
            }
        }
        scales.forEach(scale -> page.append(scale.svg(results)));
        tables.forEach(table -> page.append(table.html()));
        return page.append("</html>\n").toString();
    }

    private static String csv(Results results) {
        StringBuilder csv = new StringBuilder("beside,scenario,server,round,requests");
        for (Figure figure : Figure.values()) {
            csv.append(',').append(figure.name().toLowerCase(Locale.ROOT));
        }
        csv.append('\n');
        for (Sample sample : results.samples()) {
            csv.append(String.join(
                    ",",
                    sample.challenger().id(),
                    sample.scenario(),
                    sample.subject().id(),
                    Integer.toString(sample.round()),
                    Integer.toString(sample.latencies().count())));
            for (Figure figure : Figure.values()) {
                csv.append(String.format(Locale.ROOT, ",%.3f", sample.of(figure)));
            }
            csv.append('\n');
        }
        return csv.toString();
    }
}
