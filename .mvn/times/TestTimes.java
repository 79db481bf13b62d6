import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Says where the time of a test run went: a single source file that the Maven build runs with {@code java
 * TestTimes.java}.
 *
 * <ul>
 *   <li>{@code begin ROOT}: forgets the last run and notes the counters of the processor.
 *   <li>{@code report ROOT}: prints the times and writes them to {@code ROOT/target/test-times.txt} and
 *       {@code .html}: test classes and modules from the reports of Surefire and Failsafe, servers and browsers from
 *       what the harness has kept below {@code server/target/times}.
 *   <li>{@code budget ROOT FILE}: fails if the run started more servers than the number in the file. It counts servers
 *       rather than seconds, so that a busy machine fails nothing.
 * </ul>
 */
final class TestTimes {
    private static final Pattern SUITE =
            Pattern.compile("<testsuite [^>]*?\\bname=\"([^\"]+)\"[^>]*?\\btime=\"([0-9.,]+)\"");
    private static final String SERVER_START = "server start";
    private static final String UNKNOWN = "How busy the processor was is known on Linux only.\n";
    private static final int SLOWEST = 40;

    /** Seconds that something took. */
    private record Time(String what, String name, double seconds) {}

    private final Path root;

    private TestTimes(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        var times = new TestTimes(Path.of(arguments[1]).toAbsolutePath().normalize());
        switch (arguments[0]) {
            case "begin" -> times.begin();
            case "report" -> times.report();
            case "budget" -> times.checkBudget(Path.of(arguments[2]));
            default -> throw new IllegalArgumentException("begin, report or budget, not " + arguments[0]);
        }
    }

    private void begin() throws IOException {
        for (Path kept : list(root.resolve("server/target/times"), ".tsv")) {
            Files.delete(kept);
        }
        Files.createDirectories(root.resolve("target"));
        Files.writeString(processorAtBegin(), processor());
    }

    private void report() throws IOException {
        var classes = new ArrayList<Time>();
        for (Path module : modules()) {
            String name = root.relativize(module).toString();
            for (String reports : List.of("target/surefire-reports", "target/failsafe-reports")) {
                for (Path file : list(module.resolve(reports), ".xml")) {
                    classes.addAll(suites(name, Files.readString(file)));
                }
            }
        }
        var tables = new ArrayList<Map.Entry<String, List<Time>>>();
        tables.add(Map.entry("By module", sums(classes, Time::what)));
        tables.add(Map.entry(
                "Servers, browsers, builds of Keycloak", sums(kept(), time -> time.what() + ": " + time.name())));
        tables.add(Map.entry("The " + SLOWEST + " slowest classes", longestFirst(classes).limit(SLOWEST).toList()));
        String text = idle()
                + tables.stream()
                        .map(table -> text(table.getKey(), table.getValue()))
                        .collect(Collectors.joining());
        System.out.print(text);
        Path target = Files.createDirectories(root.resolve("target"));
        Files.writeString(target.resolve("test-times.txt"), text);
        Files.writeString(target.resolve("test-times.html"), html(tables));
    }

    private void checkBudget(Path file) throws IOException {
        long most = Long.parseLong(Files.readString(file).strip());
        long started = kept().stream().filter(time -> time.what().equals(SERVER_START)).count();
        if (started > most) {
            System.err.println(started + " servers were started, and " + file.getFileName() + " allows " + most
                    + ". Use the shared server, group tests by the options they need, or raise the number.");
            System.exit(1);
        }
    }

    private List<Path> modules() throws IOException {
        try (Stream<Path> all = Files.find(root, 3, (path, attributes) -> path.endsWith("pom.xml"))) {
            return all.map(Path::getParent).filter(module -> !module.equals(root)).sorted().toList();
        }
    }

    private static List<Time> suites(String module, String report) {
        var found = new ArrayList<Time>();
        Matcher suite = SUITE.matcher(report);
        while (suite.find()) {
            found.add(new Time(module, suite.group(1), Double.parseDouble(suite.group(2).replace(",", ""))));
        }
        return found;
    }

    private List<Time> kept() throws IOException {
        var kept = new ArrayList<Time>();
        for (Path file : list(root.resolve("server/target/times"), ".tsv")) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split("\t", 3);
                kept.add(new Time(parts[0], parts[1], Double.parseDouble(parts[2])));
            }
        }
        return kept;
    }

    private static List<Time> sums(List<Time> times, Function<Time, String> key) {
        var sums = new TreeMap<String, double[]>();
        for (Time time : times) {
            double[] sum = sums.computeIfAbsent(key.apply(time), unused -> new double[2]);
            sum[0]++;
            sum[1] += time.seconds();
        }
        return longestFirst(sums.entrySet().stream()
                        .map(sum -> new Time(
                                sum.getKey(), Math.round(sum.getValue()[0]) + " times", sum.getValue()[1]))
                        .toList())
                .toList();
    }

    private static Stream<Time> longestFirst(List<Time> times) {
        return times.stream().sorted(Comparator.comparingDouble(Time::seconds).reversed());
    }

    private static String text(String title, List<Time> rows) {
        return "\n" + title + "\n"
                + rows.stream()
                        .map(row -> String.format(
                                Locale.ROOT, "  %8.1f s  %-28s %s%n", row.seconds(), row.what(), row.name()))
                        .collect(Collectors.joining());
    }

    private String html(List<Map.Entry<String, List<Time>>> tables) {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                + "<title>Test times</title><style>body{font:14px sans-serif;margin:2rem}"
                + "td{padding:.1rem 1rem .1rem 0}td:first-child{text-align:right}</style>"
                + "<h1>Test times</h1><p>" + escaped(idle()) + "</p>");
        for (var table : tables) {
            page.append("<h2>").append(escaped(table.getKey())).append("</h2><table>");
            for (Time row : table.getValue()) {
                page.append(String.format(
                        Locale.ROOT,
                        "<tr><td>%.1f s</td><td>%s</td><td>%s</td></tr>",
                        row.seconds(),
                        escaped(row.what()),
                        escaped(row.name())));
            }
            page.append("</table>");
        }
        return page.append("</html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private String idle() {
        try {
            long[] begin = counters(Files.readString(processorAtBegin()));
            long[] end = counters(processor());
            if (begin.length == 0 || end.length == 0) {
                return UNKNOWN;
            }
            long all = LongStream.of(end).sum() - LongStream.of(begin).sum();
            // The fourth counter is idle, the fifth waits for a disk; see proc(5).
            return String.format(
                    Locale.ROOT,
                    "The processor was idle for %.0f %% of the integration tests.%n",
                    100.0 * (end[3] - begin[3] + end[4] - begin[4]) / Math.max(1, all));
        } catch (IOException notBegun) {
            return UNKNOWN;
        }
    }

    private static long[] counters(String line) {
        return Stream.of(line.split(" +")).skip(1).mapToLong(Long::parseLong).toArray();
    }

    private static String processor() throws IOException {
        Path counters = Path.of("/proc/stat");
        return Files.exists(counters) ? Files.readAllLines(counters, StandardCharsets.US_ASCII).get(0) : "";
    }

    private Path processorAtBegin() {
        return root.resolve("target/processor-at-begin");
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
