/**
 * The cost of running Keycloak with the pack, request by request, compared with stock Keycloak and other ways to the
 * same end.
 */
@NullMarked
package io.caregate.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
