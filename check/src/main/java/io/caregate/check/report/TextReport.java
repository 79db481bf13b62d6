package io.caregate.check.report;

import io.caregate.check.client.Problem;
import io.caregate.check.client.Unknown;
import io.caregate.check.client.Weakness;
import io.caregate.policy.rule.PrintableText;
import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;

/** A line for each problem, in the format of compilers, and a total at the end. */
public final class TextReport implements Report {

    private static final int LONGEST = 255;

    private final Colours colours;

    /** With or without the colours of a terminal. */
    public TextReport(boolean colours) {
        this.colours = new Colours(colours);
    }

    @Override
    public void write(Result result, Writer out) throws IOException {
        for (Problem problem : result.problems()) {
            String level = problem.refused() ? colours.red("error") : colours.yellow("warning");
            out.write(colours.bold(problem.place().text()) + ": " + level + ": " + who(problem) + ": "
                    + problem.finding().text() + "\n");
        }
        for (Weakness weakness : result.posture()) {
            String level = result.strict() ? colours.red("error") : "note";
            out.write(colours.bold(weakness.place().text()) + ": " + level + ": " + text(weakness) + "\n");
        }
        for (Unknown value : result.unknown()) {
            out.write(colours.bold(value.place().text()) + ": note: client " + printable(value.client()) + ": "
                    + value.field() + " is not checked, because something else fills it in: " + printable(value.text())
                    + "\n");
        }
        Set<String> exempt = new TreeSet<>(result.exempt());
        if (!exempt.isEmpty()) {
            out.write("Left out, because no rule holds there: " + printable(String.join(", ", exempt)) + ".\n");
        }
        out.write(sum(result) + "\n");
    }

    static String who(Problem problem) {
        String realm = problem.realm().isEmpty() ? "" : "realm " + printable(problem.realm());
        if (problem.client() == null) {
            return realm.isEmpty() ? "a realm without a name" : realm;
        }
        String client = problem.client().isEmpty() ? "a client without an id" : "client " + printable(problem.client());
        return realm.isEmpty() ? client : realm + ", " + client;
    }

    static String text(Weakness weakness) {
        String realm = weakness.realm().isEmpty() ? "" : "realm " + printable(weakness.realm());
        String subject = printable(weakness.finding().subject());
        String who = realm + (realm.isEmpty() || subject.isEmpty() ? "" : ", ") + subject;
        return who + (who.isEmpty() ? "" : ": ") + weakness.finding().text();
    }

    private static String sum(Result result) {
        String clients = count(result.clients(), "client") + " in "
                + count(result.files().size(), "file");
        return result.problems().isEmpty()
                ? "No problem in " + clients + "."
                : count(result.problems().size(), "problem")
                        + (result.clientsWithProblems() == 0
                                ? ""
                                : " in " + count(result.clientsWithProblems(), "client"))
                        + "; checked: " + clients + ".";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String printable(String text) {
        return PrintableText.printable(text, LONGEST);
    }
}
