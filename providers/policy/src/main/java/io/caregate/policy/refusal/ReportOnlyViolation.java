package io.caregate.policy.refusal;

import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderEvent;

/**
 * A violation that report mode let through. It is published on the session factory, inside its request. A listener must
 * be quick, and must store anything later.
 *
 * @param realmId Keycloak's id of the realm
 * @param realm the realm's name
 * @param clientUuid Keycloak's id of the client, which stays the same when its name changes
 * @param clientId the client's own name
 * @param rule the rule that would have refused
 * @param hook where it was seen
 * @param field the parameter or field that it concerns, if any
 * @param value its value, unescaped and of any length, if any
 */
public record ReportOnlyViolation(
        String realmId,
        String realm,
        String clientUuid,
        String clientId,
        RuleId rule,
        EnforcementPoint hook,
        @Nullable String field,
        @Nullable String value)
        implements ProviderEvent {}
