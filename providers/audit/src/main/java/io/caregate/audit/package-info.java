/**
 * The audit log of login errors. This package assembles the other packages into what Keycloak loads. Each of them makes
 * its own decisions, and none but {@code record} is known to the others.
 */
@NullMarked
package io.caregate.audit;

import org.jspecify.annotations.NullMarked;
