/**
 * One thin adapter for each of Keycloak's SPIs that the pack stands in. An adapter knows when Keycloak calls and passes
 * the question on; it decides nothing. It may use every other room, and none may use it.
 */
@NullMarked
package io.caregate.policy.adapter;

import org.jspecify.annotations.NullMarked;
