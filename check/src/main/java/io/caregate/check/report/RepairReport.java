package io.caregate.check.report;

import io.caregate.check.client.Repair;
import io.caregate.check.source.Rewriting;
import io.caregate.policy.rule.PrintableText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The changes that repairs make, as a diff, and the values that they leave alone, for people. */
public final class RepairReport {

    private static final int LONGEST = 255;

    private final Colours colours;
    private final UnifiedDiff diff;

    /** With or without the colours of a terminal. */
    public RepairReport(boolean colours) {
        this.colours = new Colours(colours);
        this.diff = new UnifiedDiff(colours);
    }

    /** Writes the diff of a file, and a note for each value that stays as it is. */
    public void write(String file, Rewriting rewriting, List<Repair> repairs, Writer out) throws IOException {
        diff.write(file, rewriting.before(), rewriting.after(), out);
        for (Repair repair : repairs) {
            String reason = rewriting.leftAlone().get(repair.value());
            if (reason != null) {
                out.write(colours.bold(repair.value().place().text()) + ": note: client "
                        + PrintableText.printable(repair.client(), LONGEST) + ": " + repair.field()
                        + " stays as it is, because " + reason + "\n");
            }
        }
    }

    /** Writes a note that a whole file stays as it is. */
    public void writeLeftAlone(String file, String reason, Writer out) throws IOException {
        out.write(colours.bold(PrintableText.printable(file, LONGEST)) + ": note: it stays as it is, because " + reason
                + "\n");
    }

    /**
     * Writes the totals.
     *
     * @param written whether the files are changed rather than only shown
     */
    public void writeSum(boolean written, int values, int files, Writer out) throws IOException {
        String what = values == 0 ? "nothing" : count(values, "value") + " in " + count(files, "file");
        out.write((written ? "Changed: " : "--fix would change: ") + what + ".\n");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
