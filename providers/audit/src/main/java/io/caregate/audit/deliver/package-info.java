/**
 * Brings the log to its sinks: each from its own cursor, on one node at a time, in order, at least once. And erases
 * what is older than it has to be kept and has been delivered.
 */
@NullMarked
package io.caregate.audit.deliver;

import org.jspecify.annotations.NullMarked;
