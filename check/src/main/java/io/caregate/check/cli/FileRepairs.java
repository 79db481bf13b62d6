package io.caregate.check.cli;

import io.caregate.check.client.Repair;
import io.caregate.check.client.Rules;
import io.caregate.check.client.Rules.Outcome;
import io.caregate.check.report.RepairReport;
import io.caregate.check.source.Rewriting;
import io.caregate.check.source.UnreadableException;
import io.caregate.check.source.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The repairs of a run. All files are checked and shown before the first is written. */
final class FileRepairs {

    private final boolean fix;
    private final RepairReport report;
    private final PrintWriter out;
    private final Map<Path, Rewriting> files = new LinkedHashMap<>();

    /** Whether to write them, and where to show them. */
    FileRepairs(boolean fix, RepairReport report, PrintWriter out) {
        this.fix = fix;
        this.report = report;
        this.out = out;
    }

    /**
     * Shows the repairs of a file.
     *
     * @param name the file as it was named; {@code -} is standard input
     * @return the findings for the file: for its new content if it is written, otherwise for its current content
     */
    Outcome show(String name, List<Value> documents, Outcome found, Rules rules) throws IOException {
        if (found.repairs().isEmpty()) {
            return found;
        }
        if (name.equals(Main.STANDARD_INPUT)) {
            report.writeLeftAlone(name, "standard input cannot be written", out);
            return found;
        }
        if (found.repairs().stream().anyMatch(Repair::plan)) {
            report.writeLeftAlone(
                    name, "a plan is made from a configuration: change the configuration, and plan again", out);
            return found;
        }
        // A finding that occurs twice in a list is repaired by the same replacements.
        Rewriting rewriting = Rewriting.of(
                documents,
                found.repairs().stream()
                        .collect(Collectors.toMap(
                                Repair::value, Repair::text, (same, again) -> same, LinkedHashMap::new)));
        if (files.putIfAbsent(Path.of(name).toRealPath(), rewriting) == null) {
            report.write(name, rewriting, found.repairs(), out);
        }
        return fix ? rules.check(rewriting.documents()) : found;
    }

    /** Writes the files, if they are to be written, and says how much was repaired. */
    void finish() throws IOException, UnreadableException {
        out.flush();
        for (Map.Entry<Path, Rewriting> file : files.entrySet()) {
            if (fix && file.getValue().isChange()) {
                WrittenFile.replace(
                        file.getKey(), file.getValue().before(), file.getValue().after());
            }
        }
        List<Rewriting> changed =
                files.values().stream().filter(Rewriting::isChange).toList();
        report.writeSum(fix, changed.stream().mapToInt(Rewriting::changes).sum(), changed.size(), out);
        out.flush();
    }
}
