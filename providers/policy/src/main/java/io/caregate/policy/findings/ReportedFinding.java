package io.caregate.policy.findings;

import io.caregate.policy.reportmode.DisplayText;
import io.caregate.policy.reportmode.ViolationCount;
import io.caregate.policy.rule.Finding;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One finding as it is reported.
 *
 * @param client the client's name, or null for the realm itself
 * @param clientUuid Keycloak's id of it
 * @param enabled whether client, or realm, is enabled
 * @param finding the finding
 * @param effect the effect of the rule
 * @param enforced whether the rule has this effect today
 * @param hook where it was seen, if it is known only from requests
 * @param seen how often requests of this client were let through that the rule refuses, if any were
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

    /** The order among the findings of one client: by the identity with which two reports are compared. */
    static final Comparator<ReportedFinding> ORDER = Comparator.<ReportedFinding, String>comparing(
                    found -> found.finding().rule().id())
            .thenComparing(found -> found.finding().field())
            .thenComparing(found -> found.hook() == null ? "" : found.hook())
            .thenComparing(ReportedFinding::value);

    /** The value, escaped and truncated. */
    String value() {
        return DisplayText.of(finding.value());
    }

    /** The identity of the finding, the same in another report. */
    FindingIdentity identity() {
        return FindingIdentity.of(client, finding.rule().id(), finding.field(), hook, value());
    }
}
