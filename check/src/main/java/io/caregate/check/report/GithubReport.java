package io.caregate.check.report;

import io.caregate.check.client.Problem;
import io.caregate.check.client.Weakness;
import io.caregate.check.source.Place;
import java.io.IOException;
import java.io.Writer;

/** Workflow commands of GitHub Actions, which show each problem at its line of a change. */
public final class GithubReport implements Report {

    @Override
    public void write(Result result, Writer out) throws IOException {
        for (Problem problem : result.problems()) {
            out.write(command(
                    problem.refused() ? "error" : "warning",
                    problem.place(),
                    problem.finding().rule().id(),
                    TextReport.who(problem) + ": " + problem.finding().text()));
        }
        for (Weakness weakness : result.posture()) {
            out.write(command(
                    result.strict() ? "error" : "notice",
                    weakness.place(),
                    weakness.finding().check().id(),
                    TextReport.text(weakness)));
        }
    }

    private static String command(String level, Place place, String title, String text) {
        return "::" + level + " file=" + property(place.file()) + ",line=" + place.line() + ",col=" + place.column()
                + ",title=" + property(title) + "::" + message(text) + "\n";
    }

    private static String message(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }
}
