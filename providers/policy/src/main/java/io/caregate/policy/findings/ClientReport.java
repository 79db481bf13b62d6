package io.caregate.policy.findings;

import io.caregate.policy.facts.StoredClient;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.reportmode.StoredViolations;
import io.caregate.policy.reportmode.ViolationCount;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Combines what is stored of a client with what was seen of it. */
final class ClientReport {
    private final PolicyOptions options;
    private final boolean governed;

    ClientReport(PolicyOptions options, boolean governed) {
        this.options = options;
        this.governed = governed;
    }

    /** The findings of the realm itself, in order. */
    List<ReportedFinding> ofRealm(List<Assessment> assessed, boolean enabled) {
        return assessed.stream()
                .map(found -> new ReportedFinding(
                        null,
                        null,
                        enabled,
                        found.finding(),
                        found.effect(),
                        enforces(found.finding().rule()),
                        null,
                        null))
                .sorted(ReportedFinding.ORDER)
                .toList();
    }

    /**
     * The findings of a client, in order. A rule that refuses something stored includes what was seen of it; a rule
     * known only from requests has a finding for each hook.
     */
    List<ReportedFinding> of(
            StoredClient client, List<Assessment> assessed, Map<RuleId, SortedMap<String, ViolationCount>> seen) {
        List<ReportedFinding> findings = new ArrayList<>();
        Set<RuleId> explained = EnumSet.noneOf(RuleId.class);
        for (Assessment found : assessed) {
            RuleId rule = found.finding().rule();
            SortedMap<String, ViolationCount> byHook = seen.get(rule);
            ViolationCount violation = null;
            if (byHook != null && found.effect() == Impact.REFUSED) {
                violation = StoredViolations.total(byHook);
                explained.add(rule);
            }
            findings.add(new ReportedFinding(
                    client.facts().clientId(),
                    client.uuid(),
                    client.enabled(),
                    found.finding(),
                    found.effect(),
                    enforces(rule),
                    null,
                    violation));
        }
        seen.forEach((rule, byHook) -> {
            if (!explained.contains(rule)) {
                byHook.forEach((hook, violation) -> findings.add(seenOnly(client, rule, hook, violation)));
            }
        });
        findings.sort(ReportedFinding.ORDER);
        return findings;
    }

    private ReportedFinding seenOnly(StoredClient client, RuleId rule, String hook, ViolationCount seen) {
        Finding finding = new Finding(
                rule,
                seen.field() == null ? "request" : seen.field(),
                seen.value() == null ? "" : seen.value(),
                "requests were let through that the rule refuses",
                advice(rule));
        return new ReportedFinding(
                client.facts().clientId(),
                client.uuid(),
                client.enabled(),
                finding,
                Impact.REFUSED,
                enforces(rule),
                hook,
                seen);
    }

    private boolean enforces(RuleId rule) {
        return governed && options.enforces(rule);
    }

    private static String advice(RuleId rule) {
        return switch (rule) {
            case NO_IMPLICIT_GRANT -> "have the application use the code flow with PKCE";
            case NO_PASSWORD_GRANT -> "have the application use the code flow, or client credentials for a backend";
            case EXACT_REDIRECT_URI -> "register the address in full, if it is the application's own";
            case EXACT_WEB_ORIGIN -> "register the origin, if it is the application's own";
            case PKCE_S256 -> "have the application send code_challenge with code_challenge_method=S256";
            case REFRESH_ROTATION -> "have the application keep only the newest refresh token";
            case REQUIRED_ROLE -> "give the role to who needs it, or have the application not ask for this API";
            case ISSUER_IN_RESPONSE -> "set the attribute exclude.issuer.from.auth.response to false";
            case CLIENT_ASSERTION ->
                "have the application make an assertion for this realm alone, and one for each request";
            case TOKEN_SUBJECT -> "remove the protocol mapper that writes another user's name into tokens";
        };
    }
}
