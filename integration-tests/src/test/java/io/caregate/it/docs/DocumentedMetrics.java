package io.caregate.it.docs;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics of {@code docs/options.md} with their labels, and those that an expression in PromQL asks for. Tests of
 * the JARs hold the document against what they register.
 */
final class DocumentedMetrics {
    private static final Pattern METRIC = Pattern.compile("\\bcaregate_[a-z_]+");
    /** What Prometheus adds to the name of a histogram. */
    private static final Pattern OF_HISTOGRAM = Pattern.compile("(_seconds)_(?:bucket|sum|count)$");

    private static final Pattern LABELS = Pattern.compile("\\b(?:by|on) \\(([a-z_, ]+)\\)");
    /** A label in a text for people: a legend, the annotation of an alert. */
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{(?: \\$labels\\.)?([a-z_]+) ?}}");

    private static final Pattern MATCHER = Pattern.compile("[{,] ?([a-z_]+)(?:=|!=|=~|!~)\"");
    /** What Prometheus itself knows of where a metric comes from, or of an alert. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "alertname", "alertstate");
    /** Prometheus has a label {@code job} of its own and calls one of a metric by this name. */
    private static final String JOB = "exported_job";

    private DocumentedMetrics() {}

    /** The labels of each metric, by its name. */
    static Map<String, Set<String>> all() {
        Map<String, Set<String>> metrics = new TreeMap<>();
        Repository.read(Repository.ROOT.resolve("docs/options.md"))
                .lines()
                .filter(line -> line.startsWith("| `caregate_"))
                .map(line -> line.split("\\|"))
                .forEach(cells -> metrics.put(cells[1].replace("`", "").strip(), names(cells[2].replace("`", ""))));
        return metrics;
    }

    /** The metrics of the pack in an expression. */
    static Set<String> in(String expression) {
        return METRIC.matcher(expression)
                .results()
                .map(metric -> OF_HISTOGRAM.matcher(metric.group()).replaceFirst("$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels in an expression, or in a text about it, that are a metric's own. */
    static Set<String> labelsIn(String expression) {
        return Stream.of(
                        LABELS.matcher(expression).results().flatMap(labels -> names(labels.group(1)).stream()),
                        MATCHER.matcher(expression).results().map(label -> label.group(1)),
                        TEMPLATE.matcher(expression).results().map(label -> label.group(1)))
                .flatMap(Function.identity())
                .filter(label -> !OF_PROMETHEUS.contains(label))
                .map(label -> label.equals(JOB) ? "job" : label)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
