/**
 * Starts a stock Keycloak with the pack's JARs. The run command, the integration tests and the benchmarks all get their
 * server here, so that what is shown, tested and measured starts in the same way.
 */
@NullMarked
package io.caregate.server;

import org.jspecify.annotations.NullMarked;
