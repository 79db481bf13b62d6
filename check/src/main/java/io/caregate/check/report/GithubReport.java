package io.caregate.check.report;

import io.caregate.check.client.Problem;
import io.caregate.check.source.Place;
import java.io.IOException;
import java.io.Writer;

/** Workflow commands of GitHub Actions, which show each problem at its line of a change. */
public final class GithubReport implements Report {

    @Override
    public void write(Result result, Writer out) throws IOException {
        for (Problem problem : result.problems()) {
            Place place = problem.place();
            out.write("::" + (problem.refused() ? "error" : "warning") + " file=" + property(place.file()) + ",line="
                    + place.line() + ",col=" + place.column() + ",title="
                    + property(problem.finding().rule().id()) + "::"
                    + message(TextReport.who(problem) + ": " + problem.finding().text()) + "\n");
        }
    }

    private static String message(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return message(text).replace(":", "%3A").replace(",", "%2C");
    }
}
