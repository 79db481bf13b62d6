package io.caregate.benchmarks.cost;

import java.util.List;
import java.util.Locale;

/** Pictures without a script: ratios as dots with their range. */
final class Plot {
    private static final int LEFT = 330;
    private static final int WIDTH = 560;
    private static final int ROW = 26;
    private static final int TOP = 40;

    private Plot() {}

    /** A line in a {@link #ratios plot of ratios}. */
    record Row(String title, Spread spread) {}

    /** Each ratio on an axis around 1, with its range. */
    static String ratios(String title, List<Row> rows) {
        double most = Math.max(
                1.1,
                rows.stream().mapToDouble(row -> row.spread().greatest()).max().orElse(1));
        double least = Math.min(
                0.9,
                rows.stream().mapToDouble(row -> row.spread().least()).min().orElse(1));
        StringBuilder svg = new StringBuilder(1024);
        int height = TOP + ROW * rows.size() + ROW;
        svg.append("<h3>")
                .append(Table.escaped(title))
                .append("</h3>\n<svg role=\"img\" viewBox=\"0 0 ")
                .append(LEFT + WIDTH + 40)
                .append(' ')
                .append(height)
                .append("\">\n");
        for (double tick : List.of(least, 1.0, most)) {
            double x = x(tick, least, most);
            svg.append(format(
                    "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' class='%s'/>",
                    x, x, TOP - 12, height - ROW, tick == 1.0 ? "one" : "tick"));
            svg.append(format("<text x='%.1f' y='%d' text-anchor='middle'>%.2f</text>%n", x, TOP - 18, tick));
        }
        int y = TOP;
        for (Row row : rows) {
            y += ROW;
            Spread spread = row.spread();
            svg.append(format(
                    "<text x='%d' y='%d' text-anchor='end'>%s</text>", LEFT - 12, y - 6, Table.escaped(row.title())));
            svg.append(format(
                    "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' class='range'/><circle cx='%.1f' cy='%d' r='5'/>%n",
                    x(spread.least(), least, most),
                    x(spread.greatest(), least, most),
                    y - 11,
                    y - 11,
                    x(spread.median(), least, most),
                    y - 11));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double x(double value, double least, double most) {
        return LEFT + WIDTH * (value - least) / (most - least);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
