/**
 * Brings the log to its sinks: each from its own cursor, on one node at a time, in order, at least once. Also erases
 * expired entries that have been delivered.
 */
@NullMarked
package io.caregate.audit.deliver;

import org.jspecify.annotations.NullMarked;
