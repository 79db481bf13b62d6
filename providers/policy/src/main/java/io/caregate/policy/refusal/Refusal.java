package io.caregate.policy.refusal;

import io.caregate.policy.rule.RuleId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * Something that was refused.
 *
 * @param rules the rules that refused it
 * @param event what was attempted; the error event of the same name is raised
 * @param error the OAuth error code, which is also the event's error
 * @param reason one or more sentences that say what is wrong and what to do
 * @param clientId the client, or what was given as one, if anything was
 * @param userId the user, if one is known
 * @param details further details of the event
 */
public record Refusal(
        Set<RuleId> rules,
        EventType event,
        String error,
        String reason,
        @Nullable String clientId,
        @Nullable String userId,
        Map<String, String> details) {

    public Refusal {
        rules = Set.copyOf(rules);
        details = Map.copyOf(details);
    }

    /** A refusal by one rule, without client, user or details. */
    public static Refusal by(RuleId rule, EventType event, String error, String reason) {
        return new Refusal(Set.of(rule), event, error, reason, null, null, Map.of());
    }

    /** The same refusal, of this client. */
    public Refusal ofClient(@Nullable String id) {
        return new Refusal(rules, event, error, reason, id, userId, details);
    }

    /** The same refusal, of this user. */
    public Refusal ofUser(@Nullable String id) {
        return new Refusal(rules, event, error, reason, clientId, id, details);
    }

    /** The same refusal with one more detail, unless the value is null. */
    public Refusal with(String detail, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(detail, value);
        return new Refusal(rules, event, error, reason, clientId, userId, more);
    }
}
