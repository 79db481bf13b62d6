package io.caregate.policy.client;

import io.caregate.policy.rule.Finding;
import java.util.LinkedHashMap;
import java.util.Map;

/** A finding in the body of a refusal, for programs that show it next to its field. */
final class FindingBody {

    /** Twice the size of a Keycloak column, so that a program recognises what it has sent. */
    private static final int LONGEST_VALUE = 512;

    private FindingBody() {}

    static Map<String, String> of(Finding finding) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("rule", finding.rule().id());
        body.put("field", finding.field());
        body.put("value", finding.value().substring(0, Math.min(finding.value().length(), LONGEST_VALUE)));
        body.put("code", finding.code());
        body.put("problem", finding.problem());
        body.put("advice", finding.advice());
        return body;
    }
}
