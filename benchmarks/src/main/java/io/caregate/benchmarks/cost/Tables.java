package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.cost.Sample.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a run. */
final class Tables {
    private static final double MEGA = 1e6;

    private Tables() {}

    static List<Table> of(Results results) {
        List<Table> tables = new ArrayList<>();
        for (Subject challenger : results.challengers()) {
            tables.add(ratios(results, challenger));
            tables.add(figures(results, challenger));
        }
        if (!results.footprints().isEmpty()) {
            tables.add(footprints(results));
        }
        return tables;
    }

    private static Table ratios(Results results, Subject challenger) {
        Table table = new Table(
                challenger.title() + " as a multiple of stock, median (least–greatest)",
                List.of("case", "requests/s", "CPU", "allocated", "database CPU", "p50", "p99"));
        for (String scenario : results.scenarios()) {
            List<String> row = new ArrayList<>(List.of(title(scenario)));
            for (Figure figure : List.of(
                    Figure.PER_SECOND, Figure.CPU, Figure.ALLOCATED, Figure.DATABASE_CPU, Figure.P50, Figure.P99)) {
                row.add(results.ratios(challenger, scenario, figure).text("%.3f"));
            }
            if (!row.get(1).isEmpty()) {
                table.row(row);
            }
        }
        return table;
    }

    private static Table figures(Results results, Subject challenger) {
        List<String> head = new ArrayList<>(List.of("case", "server"));
        for (Figure figure : Figure.values()) {
            head.add(figure.title());
        }
        Table table = new Table("Figures of each request, beside " + challenger.title(), head);
        for (String scenario : results.scenarios()) {
            for (Subject subject : Subject.values()) {
                List<String> row = new ArrayList<>(List.of(title(scenario), subject.title()));
                for (Figure figure : Figure.values()) {
                    row.add(results.figures(challenger, scenario, subject, figure)
                            .text(figure.format()));
                }
                if (!row.get(2).isEmpty()) {
                    table.row(row);
                }
            }
        }
        return table;
    }

    private static Table footprints(Results results) {
        Table table = new Table(
                "Start, memory, size",
                List.of("beside", "server", "ready after s", "CPU of the start s", "live heap MB", "JARs MB"));
        for (Footprint footprint : results.footprints()) {
            table.row(List.of(
                    footprint.challenger().title(),
                    footprint.subject().title(),
                    String.format(Locale.ROOT, "%.1f", footprint.ready().toMillis() / 1e3),
                    String.format(Locale.ROOT, "%.1f", footprint.processorTime().toMillis() / 1e3),
                    String.format(Locale.ROOT, "%.1f", footprint.liveHeap() / MEGA),
                    String.format(Locale.ROOT, "%.2f", footprint.jars() / MEGA)));
        }
        return table;
    }

    static String title(String scenario) {
        for (Case each : Case.values()) {
            if (each.id().equals(scenario)) {
                return each.title();
            }
        }
        return scenario;
    }
}
