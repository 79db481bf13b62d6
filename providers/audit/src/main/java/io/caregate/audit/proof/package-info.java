/**
 * Proves that an entry is in the log, and that the log of one checkpoint is the beginning of that of another.
 * Independent of Keycloak.
 */
@NullMarked
package io.caregate.audit.proof;

import org.jspecify.annotations.NullMarked;
