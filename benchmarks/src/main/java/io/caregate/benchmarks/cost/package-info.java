/**
 * What it costs to run Keycloak with the pack, request by request, beside stock Keycloak and other ways to the same
 * end.
 */
@NullMarked
package io.caregate.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
