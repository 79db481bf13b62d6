package io.caregate.policy.refusal;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.rule.RuleId;
import io.micrometer.core.instrument.Metrics;
import java.util.stream.Collectors;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Makes a refusal known to auditors (an error event) and to operators (a counter). */
final class RefusalRecorder {

    /** The event detail that names the rule, or the rules, comma-separated. */
    private static final String RULE_DETAIL = "rule";

    private static final String COUNTER = "caregate.refusals";
    private static final ServerLog LOG = ServerLog.of(RefusalRecorder.class);

    private RefusalRecorder() {}

    /**
     * Raises the error event and counts. Keycloak runs listeners of error events in a transaction of their own, which
     * is committed before this returns, so the event survives the rollback of the refused write.
     */
    static void record(KeycloakSession session, RealmModel realm, Refusal refusal) {
        event(session, realm, refusal).error(refusal.error());
        refusal.rules().forEach(rule -> count(realm, rule, refusal.hook()));
        LOG.debugf(
                "refused rule=%s realm=%s hook=%s",
                rules(refusal), realm.getName(), refusal.hook().label());
    }

    /** Raises a success event for a violation that is let through, in the transaction of the request. */
    static void warn(KeycloakSession session, RealmModel realm, Refusal accepted) {
        event(session, realm, accepted).success();
        LOG.warnf(
                "accepted rule=%s realm=%s client=%s hook=%s",
                rules(accepted),
                realm.getName(),
                accepted.clientId(),
                accepted.hook().label());
    }

    private static EventBuilder event(KeycloakSession session, RealmModel realm, Refusal refusal) {
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(refusal.event())
                .client(refusal.clientId())
                .user(refusal.userId())
                .detail(RULE_DETAIL, rules(refusal))
                .detail(Details.REASON, refusal.reason());
        refusal.details().forEach(event::detail);
        return event;
    }

    private static String rules(Refusal refusal) {
        return refusal.rules().stream().map(RuleId::id).sorted().collect(Collectors.joining(","));
    }

    /** For a refusal whose event Keycloak sends: adds the rule to the event, and counts. */
    static void record(
            EventBuilder event, RealmModel realm, EnforcementPoint enforcementPoint, RuleId rule, String reason) {
        event.detail(RULE_DETAIL, rule.id()).detail(Details.REASON, reason);
        count(realm, rule, enforcementPoint);
    }

    private static void count(RealmModel realm, RuleId rule, EnforcementPoint enforcementPoint) {
        Metrics.counter(COUNTER, "rule", rule.id(), "realm", realm.getName(), "hook", enforcementPoint.label())
                .increment();
    }
}
