package io.caregate.policy.refusal;

import io.caregate.policy.rule.RuleId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * Something that a rule refuses.
 *
 * @param rules the rules that refuse it
 * @param hook where it was attempted
 * @param event what was attempted; the error event of the same name is raised
 * @param error the OAuth error code, which is also the event's error
 * @param reason one sentence that says what is wrong and what to do
 * @param clientId the client, or the text given as one, if any
 * @param userId the user, if one is known
 * @param field the parameter that it concerns, if any
 * @param value its value, if any
 * @param details further details of the event
 */
public record Refusal(
        Set<RuleId> rules,
        EnforcementPoint hook,
        EventType event,
        String error,
        String reason,
        @Nullable String clientId,
        @Nullable String userId,
        @Nullable String field,
        @Nullable String value,
        Map<String, String> details) {
    public Refusal {
        rules = Set.copyOf(rules);
        details = Map.copyOf(details);
    }

    /** A refusal by several rules at once, without client, user or value. */
    public Refusal(
            Set<RuleId> rules,
            EnforcementPoint hook,
            EventType event,
            String error,
            String reason,
            Map<String, String> details) {
        this(rules, hook, event, error, reason, null, null, null, null, details);
    }

    /** A refusal by one rule, without client, user or details. */
    public static Refusal by(
            RuleId rule, EnforcementPoint enforcementPoint, EventType event, String error, String reason) {
        return new Refusal(Set.of(rule), enforcementPoint, event, error, reason, Map.of());
    }

    /** The reason, the rule's name and where to read more: the text of the answer. */
    public String description() {
        return reason + " " + RuleId.references(rules);
    }

    /** The same refusal, of this client. */
    public Refusal ofClient(@Nullable String id) {
        return new Refusal(rules, hook, event, error, reason, id, userId, field, value, details);
    }

    /** The same refusal, of this user. */
    public Refusal ofUser(@Nullable String id) {
        return new Refusal(rules, hook, event, error, reason, clientId, id, field, value, details);
    }

    /** The same refusal, for this value of a parameter; a value is also a detail of the event. */
    public Refusal about(String parameter, @Nullable String given) {
        Refusal more = with(parameter, given);
        return new Refusal(rules, hook, event, error, reason, clientId, userId, parameter, given, more.details());
    }

    /** The same refusal with one more detail of the event, unless the value is null. */
    public Refusal with(String detail, @Nullable String text) {
        if (text == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(detail, text);
        return new Refusal(rules, hook, event, error, reason, clientId, userId, field, value, more);
    }
}
