package io.caregate.policy.client;

import io.caregate.policy.rule.Finding;
import java.util.LinkedHashMap;
import java.util.Map;

/** A finding in the body of a refusal, for programs that show it at the field it is about. */
final class FindingBody {

    private FindingBody() {}

    static Map<String, String> of(Finding finding) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("rule", finding.rule().id());
        body.put("field", finding.field());
        body.put("value", finding.value());
        body.put("code", finding.code());
        body.put("problem", finding.problem());
        body.put("advice", finding.advice());
        return body;
    }
}
