/**
 * One thin adapter for each of Keycloak's SPIs that the pack implements. An adapter knows when Keycloak calls it and
 * passes the question on; it decides nothing. It may use every other room, and none may use it.
 */
@NullMarked
package io.caregate.policy.adapter;

import org.jspecify.annotations.NullMarked;
