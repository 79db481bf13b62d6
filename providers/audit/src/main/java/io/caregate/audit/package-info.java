/**
 * The audit log. This package assembles the other packages into the log of a node, and hands it to Keycloak. Each of
 * them makes its own decisions.
 */
@NullMarked
package io.caregate.audit;

import org.jspecify.annotations.NullMarked;
