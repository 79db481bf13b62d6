/**
 * A witness for small sites (C2SP {@code tlog-witness}): keeps the last checkpoint of each log that it knows, cosigns
 * those that continue it, and says when a log forks or falls silent.
 */
@NullMarked
package io.caregate.audit.verify.witness;

import org.jspecify.annotations.NullMarked;
