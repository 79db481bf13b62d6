/**
 * The definitions of a wildcard, a safe redirect URI, a web origin, an allowed response type and a role requirement.
 * Pure decisions on immutable values: nothing here knows Keycloak, a clock, a network or a database.
 */
@NullMarked
package io.caregate.policy.rule;

import org.jspecify.annotations.NullMarked;
