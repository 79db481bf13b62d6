package io.caregate.policy.findings;

import io.caregate.policy.rule.Finding;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One finding as it is reported.
 *
 * @param client the client's name, or null for the realm itself
 * @param clientUuid Keycloak's id of it
 * @param enabled whether client, or realm, is enabled
 * @param finding what was found
 * @param effect what the rule makes of it
 * @param enforced whether the rule does so today
 * @param hook where it was seen, if it is known from requests only
 * @param seen how often requests were let through that the rule refuses to this client, if they were
 */
record ReportedFinding(
        @Nullable String client,
        @Nullable String clientUuid,
        boolean enabled,
        Finding finding,
        Impact effect,
        boolean enforced,
        @Nullable String hook,
        @Nullable ViolationCount seen) {

    /** The order among the findings of one client: that of what two reports are compared by. */
    static final Comparator<ReportedFinding> ORDER = Comparator.<ReportedFinding, String>comparing(
                    found -> found.finding().rule().id())
            .thenComparing(found -> found.finding().field())
            .thenComparing(found -> found.hook() == null ? "" : found.hook())
            .thenComparing(ReportedFinding::value);

    /** The value, escaped and cut. */
    String value() {
        return DisplayText.of(finding.value());
    }

    /** What makes it the same finding in another report. */
    FindingIdentity identity() {
        return FindingIdentity.of(client, finding.rule().id(), finding.field(), hook, value());
    }
}
