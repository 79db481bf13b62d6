package io.caregate.policy.token;

import io.caregate.policy.rule.RoleRequirement;
import java.time.Duration;
import java.util.List;

/**
 * An API whose tokens need a role.
 *
 * @param audience the name in the {@code aud} claim under which it was found
 * @param clientId the client id of the API, or the name that the operator pinned
 * @param requirements what its client attribute requires and what the operator pinned; each must be met, so that
 *     neither can widen the other
 * @param lifespan how long its access tokens may live
 */
record ProtectedApi(String audience, String clientId, List<RoleRequirement> requirements, Duration lifespan) {}
