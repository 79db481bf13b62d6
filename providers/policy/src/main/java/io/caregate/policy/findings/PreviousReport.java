package io.caregate.policy.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A saved report.
 *
 * @param realm its realm, or the empty text if it does not say
 * @param findings the findings as it lists them
 */
record PreviousReport(String realm, Map<FindingIdentity, JsonNode> findings) {

    /**
     * Reads a report as it was printed.
     *
     * @param name what to call it in an error
     * @throws BadReportException if it is not a report
     */
    static PreviousReport of(String name, JsonNode report) throws BadReportException {
        JsonNode findings = report.path(FindingJson.FINDINGS);
        if (!findings.isArray()) {
            throw new BadReportException(name + " has no array \"findings\"; send a report as it was printed");
        }
        Map<FindingIdentity, JsonNode> byIdentity = new LinkedHashMap<>();
        for (JsonNode finding : findings) {
            byIdentity.put(identity(name, finding), finding);
        }
        return new PreviousReport(report.path(FindingJson.REALM).asText(""), byIdentity);
    }

    private static FindingIdentity identity(String name, JsonNode finding) throws BadReportException {
        String rule = text(finding, FindingJson.RULE);
        String field = text(finding, FindingJson.FIELD);
        String value = text(finding, FindingJson.VALUE);
        if (rule == null || field == null || value == null) {
            throw new BadReportException(name + " has a finding without \"rule\", \"field\" and \"value\"");
        }
        return FindingIdentity.of(
                text(finding, FindingJson.CLIENT), rule, field, text(finding, FindingJson.HOOK), value);
    }

    private static @Nullable String text(JsonNode finding, String key) {
        JsonNode value = finding.path(key);
        return value.isTextual() ? value.textValue() : null;
    }
}
