package io.caregate.policy.refusal;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.WebApplicationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Whether a refusal is carried out. The operator decides this for all rules or for some. A violation of a rule that
 * only reports is let through and published as a {@link ReportOnlyViolation}.
 *
 * <p>Every guard runs inside {@link #decide}: its time is measured, and any failure inside it is a refusal.
 */
public final class Enforcement {
    private final PolicyOptions options;

    public Enforcement(PolicyOptions options) {
        this.options = options;
    }

    /** Whether a violation is refused, rather than only reported. */
    public boolean enforces(RuleId rule) {
        return options.enforces(rule);
    }

    /**
     * Runs a guard in a governed realm. An exception that is an answer is passed on. Any other refuses the request,
     * after an event and a line in the log with the same reference; unless nothing is refused at all, in which case the
     * request continues without its guard.
     *
     * @param realm the realm of the request; without one there are no rules to apply
     * @param withoutGuard the result for a realm that is not governed
     */
    public <T extends @Nullable Object> T decide(
            KeycloakSession session,
            @Nullable RealmModel realm,
            EnforcementPoint enforcementPoint,
            T withoutGuard,
            Supplier<T> guard) {
        try {
            return realm != null && options.governs(realm) ? GuardTimers.timed(enforcementPoint, guard) : withoutGuard;
        } catch (WebApplicationException | RefusedAtStartException answer) {
            throw answer;
        } catch (RuntimeException | LinkageError fault) {
            GuardFault failed = GuardFault.record(session, realm, enforcementPoint, fault);
            if (options.refusesNothing()) {
                return withoutGuard;
            }
            throw failed.answer(session);
        }
    }

    /** The same for a guard that answers nothing. */
    public void guard(
            KeycloakSession session, @Nullable RealmModel realm, EnforcementPoint enforcementPoint, Runnable guard) {
        decide(session, realm, enforcementPoint, true, () -> {
            guard.run();
            return true;
        });
    }

    /**
     * Whether the caller must refuse. If so, the error event has been raised; if not, the report-only violation is
     * published, for a client that exists.
     */
    public boolean refuses(KeycloakSession session, RealmModel realm, Refusal refusal) {
        if (refusal.rules().stream().anyMatch(options::enforces)) {
            RefusalRecorder.record(session, realm, refusal);
            return true;
        }
        ClientModel client = refusal.clientId() == null ? null : realm.getClientByClientId(refusal.clientId());
        if (client != null) {
            refusal.rules()
                    .forEach(rule -> report(session, client, rule, refusal.hook(), refusal.field(), refusal.value()));
        }
        return false;
    }

    /**
     * Raises the event of a violation that is let through, in the transaction of the request: a success with the rules
     * and the reason among its details.
     */
    public void warn(KeycloakSession session, RealmModel realm, Refusal accepted) {
        RefusalRecorder.warn(session, realm, accepted);
    }

    /** Adds a refusal to an event that Keycloak itself will send, and counts it. */
    public void record(
            EventBuilder event, RealmModel realm, EnforcementPoint enforcementPoint, RuleId rule, String reason) {
        RefusalRecorder.record(event, realm, enforcementPoint, rule, reason);
    }

    /** Whether there is a request to answer; there is none when a realm is imported while the server starts. */
    public static boolean isRequest(KeycloakSession session) {
        return GuardFault.isRequest(session);
    }

    /** Publishes that a rule would have refused something to a client. */
    public void report(
            KeycloakSession session,
            ClientModel client,
            RuleId rule,
            EnforcementPoint enforcementPoint,
            @Nullable String field,
            @Nullable String value) {
        RealmModel realm = client.getRealm();
        session.getKeycloakSessionFactory()
                .publish(new ReportOnlyViolation(
                        realm.getId(),
                        realm.getName(),
                        client.getId(),
                        client.getClientId(),
                        rule,
                        enforcementPoint,
                        field,
                        value));
    }
}
