package io.caregate.policy.client;

import io.caregate.policy.rule.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The findings that an answer, an event and a log line name: the first ones, since a list of addresses may have
 * thousands, and the number of the others.
 */
record ShownFindings(List<Finding> shown, int more) {

    /** How many findings are named. */
    static final int MOST = 50;

    /** The first {@code most} of these. */
    static ShownFindings of(List<Finding> all, int most) {
        List<Finding> shown = all.subList(0, Math.min(all.size(), most));
        return new ShownFindings(shown, all.size() - shown.size());
    }

    /** A sentence for each. */
    String text() {
        String sentences = shown.stream().map(Finding::text).collect(Collectors.joining(" "));
        return sentences + (more == 0 ? "" : " And " + more + " more.");
    }

    /** The same for programs. */
    List<Map<String, String>> bodies() {
        return shown.stream().map(FindingBody::of).toList();
    }
}
