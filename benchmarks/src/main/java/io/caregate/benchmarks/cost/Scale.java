package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.cost.Sample.Figure;
import java.util.List;
import java.util.Locale;

/**
 * The growth of a request's cost with a size.
 *
 * @param id the scenario of each point is {@code id-size}
 * @param challenger the contender that is compared with stock
 */
record Scale(String id, String title, List<Integer> sizes, Subject challenger) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 220;
    private static final int LEFT = 70;
    private static final int TOP = 20;

    Scale {
        sizes = List.copyOf(sizes);
    }

    static String scenario(String id, int size) {
        return id + "-" + size;
    }

    /**
     * The CPU time of a request over the size, for both servers. The steps between sizes are drawn with equal widths.
     */
    String svg(Results results) {
        double most = sizes.stream()
                .flatMap(size -> List.of(Subject.STOCK, challenger).stream().map(server -> cpu(results, size, server)))
                .filter(value -> !Double.isNaN(value))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder(1024)
                .append(format("<h3>%s: CPU µs of a request</h3>%n", Table.escaped(title)))
                .append(format("<svg role=\"img\" viewBox=\"0 0 %d %d\">%n", LEFT + WIDTH + 180, TOP + HEIGHT + 40));
        for (double value : new double[] {0, most / 2, most}) {
            svg.append(format(
                    "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' class='tick'/><text x='%d' y='%.1f'"
                            + " text-anchor='end'>%.0f</text>%n",
                    LEFT, LEFT + WIDTH, y(value, most), y(value, most), LEFT - 8, y(value, most) + 4, value));
        }
        for (int i = 0; i < sizes.size(); i++) {
            svg.append(format(
                    "<text x='%.1f' y='%d' text-anchor='middle'>%,d</text>%n", x(i), TOP + HEIGHT + 24, sizes.get(i)));
        }
        line(svg, results, Subject.STOCK, "a", most);
        line(svg, results, challenger, "b", most);
        return svg.append("</svg>\n").toString();
    }

    private void line(StringBuilder svg, Results results, Subject server, String style, double most) {
        StringBuilder points = new StringBuilder();
        double last = 0;
        for (int i = 0; i < sizes.size(); i++) {
            double value = cpu(results, sizes.get(i), server);
            if (!Double.isNaN(value)) {
                points.append(format("%.1f,%.1f ", x(i), y(value, most)));
                last = value;
            }
        }
        if (!points.isEmpty()) {
            svg.append(format(
                    "<polyline points='%s' class='%s'/>", points.toString().strip(), style));
            svg.append(format(
                    "<text x='%.1f' y='%.1f'>%s</text>%n",
                    x(sizes.size() - 1) + 10, y(last, most) + 4, server.title()));
        }
    }

    private double cpu(Results results, int size, Subject server) {
        return results.figures(challenger, scenario(id, size), server, Figure.CPU)
                .median();
    }

    private double x(int index) {
        return LEFT + 20 + (sizes.size() == 1 ? 0 : (WIDTH - 40.0) * index / (sizes.size() - 1));
    }

    private static double y(double value, double most) {
        return TOP + HEIGHT * (1 - value / most);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
