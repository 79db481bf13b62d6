package io.caregate.policy.refusal;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.WebApplicationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Whether rules hold in a realm, and whether a refusal is carried out. The operator decides both: which realms are
 * exempt, and which rules only report. A violation of a rule that only reports is let through and published as a
 * {@link ReportOnlyViolation}.
 *
 * <p>Every guard runs inside {@link #decide}: its time is measured, and any failure inside it is a refusal. An instance
 * belongs to one session, and is used by its thread.
 */
public final class Enforcement {
    private final PolicyOptions options;
    private final KeycloakSession session;
    private final @Nullable RealmModel given;

    /** In the realm of the request, which Keycloak may set, or change, afterwards. */
    public Enforcement(PolicyOptions options, KeycloakSession session) {
        this(options, session, null);
    }

    private Enforcement(PolicyOptions options, KeycloakSession session, @Nullable RealmModel given) {
        this.options = options;
        this.session = session;
        this.given = given;
    }

    /** The same in this realm, whatever the realm of the request. */
    public Enforcement in(RealmModel realm) {
        return new Enforcement(options, session, realm);
    }

    /** What the operator has set. */
    public PolicyOptions options() {
        return options;
    }

    /** The session to which this belongs. */
    public KeycloakSession session() {
        return session;
    }

    /** The realm to which the rules are applied. */
    public RealmModel realm() {
        return given != null ? given : session.getContext().getRealm();
    }

    /** Whether the rules hold in the realm; without a realm there are none to apply. */
    public boolean governs() {
        RealmModel realm = realm();
        return realm != null && governs(realm.getName());
    }

    /** Whether the rules would hold in a realm of this name. */
    public boolean governs(String realm) {
        return governs(options, realm);
    }

    // The one place that asks this; RoomsTest keeps it so.
    private static boolean governs(PolicyOptions options, String realm) {
        return options.governs(realm);
    }

    /** Whether a violation is refused, rather than only reported, where the rules hold. */
    public boolean enforces(RuleId rule) {
        return options.enforces(rule);
    }

    /** Whether a violation is refused in the realm. */
    public boolean holds(RuleId rule) {
        return governs() && enforces(rule);
    }

    /** The same where Keycloak names no session. */
    public static boolean holds(PolicyOptions options, RuleId rule, RealmModel realm) {
        return governs(options, realm.getName()) && options.enforces(rule);
    }

    /**
     * Runs a guard in a governed realm. An exception that is an answer is passed on. Any other refuses the request,
     * after an event and a line in the log with the same reference; unless nothing is refused at all, in which case the
     * request continues without its guard.
     *
     * @param withoutGuard the result for a realm that is not governed
     */
    public <T extends @Nullable Object> T decide(EnforcementPoint enforcementPoint, T withoutGuard, Supplier<T> guard) {
        try {
            return governs() ? GuardTimers.timed(enforcementPoint, guard) : withoutGuard;
        } catch (WebApplicationException | RefusedAtStartException answer) {
            throw answer;
        } catch (RuntimeException | LinkageError fault) {
            GuardFault failed = GuardFault.record(session, realm(), enforcementPoint, fault);
            if (options.refusesNothing()) {
                return withoutGuard;
            }
            throw failed.answer(session);
        }
    }

    /** The same for a guard that answers nothing. */
    public void guard(EnforcementPoint enforcementPoint, Runnable guard) {
        decide(enforcementPoint, true, () -> {
            guard.run();
            return true;
        });
    }

    /**
     * Whether the caller must refuse. If so, the error event has been raised; if not, the report-only violation is
     * published, for a client that exists.
     */
    public boolean refuses(Refusal refusal) {
        if (refusal.rules().stream().anyMatch(options::enforces)) {
            RefusalRecorder.record(session, realm(), refusal);
            return true;
        }
        ClientModel client = refusal.clientId() == null ? null : realm().getClientByClientId(refusal.clientId());
        if (client != null) {
            refusal.rules().forEach(rule -> report(client, rule, refusal.hook(), refusal.field(), refusal.value()));
        }
        return false;
    }

    /**
     * Raises the event of a violation that is let through, in the transaction of the request: a success with the rules
     * and the reason among its details.
     */
    public void warn(Refusal accepted) {
        RefusalRecorder.warn(session, realm(), accepted);
    }

    /** Adds a refusal to an event that Keycloak itself will send, and counts it. */
    public void record(EventBuilder event, EnforcementPoint enforcementPoint, RuleId rule, String reason) {
        RefusalRecorder.record(event, realm(), enforcementPoint, rule, reason);
    }

    /** Keycloak's clock, in seconds since 1970. Its own method that gives a long is missing from 26.6. */
    public static long now() {
        return TimeUnit.MILLISECONDS.toSeconds(Time.currentTimeMillis());
    }

    /** Whether there is a request to answer; there is none when a realm is imported while the server starts. */
    public static boolean isRequest(KeycloakSession session) {
        return GuardFault.isRequest(session);
    }

    /** Publishes that a rule would have refused something to a client. */
    public void report(
            ClientModel client,
            RuleId rule,
            EnforcementPoint enforcementPoint,
            @Nullable String field,
            @Nullable String value) {
        RealmModel of = client.getRealm();
        session.getKeycloakSessionFactory()
                .publish(new ReportOnlyViolation(
                        of.getId(),
                        of.getName(),
                        client.getId(),
                        client.getClientId(),
                        rule,
                        enforcementPoint,
                        field,
                        value));
    }
}
