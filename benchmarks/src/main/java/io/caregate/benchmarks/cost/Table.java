package io.caregate.benchmarks.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table, as Markdown and as HTML. */
final class Table {
    private final String title;
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String title, List<String> head) {
        this.title = title;
        this.head = List.copyOf(head);
    }

    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    String markdown() {
        StringBuilder text = new StringBuilder(1024)
                .append("\n## ")
                .append(title)
                .append('\n')
                .append('\n')
                .append(line(head));
        text.append(line(head.stream().map(cell -> "---").toList()));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    String html() {
        return "<h2>" + escaped(title) + "</h2>\n<table>\n<tr>" + cells("th", head) + "</tr>\n"
                + rows.stream()
                        .map(row -> "<tr>" + cells("td", row) + "</tr>\n")
                        .collect(Collectors.joining())
                + "</table>\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String cells(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining());
    }
}
