package io.caregate.policy.refusal;

import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderEvent;

/**
 * Something that report mode let through. Published on the session factory, inside the request that it belongs to;
 * whoever listens must be quick, and must do its own storing later.
 *
 * @param realmId Keycloak's id of the realm
 * @param realm the realm's name
 * @param clientUuid Keycloak's id of the client, which outlives a change of its name
 * @param clientId the client's own name
 * @param rule the rule that would have refused
 * @param hook where
 * @param field the parameter or field that it is about, if it is about one
 * @param value what stood there, unescaped and of any length, if anything did
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
