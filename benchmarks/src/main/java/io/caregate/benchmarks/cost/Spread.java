package io.caregate.benchmarks.cost;

import java.util.List;
import java.util.Locale;

/** The median of several figures, the least and the greatest. */
record Spread(double median, double least, double greatest) {

    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    boolean isKnown() {
        return !Double.isNaN(median);
    }

    String text(String format) {
        return isKnown()
                ? String.format(Locale.ROOT, format + " (" + format + "–" + format + ")", median, least, greatest)
                : "";
    }
}
