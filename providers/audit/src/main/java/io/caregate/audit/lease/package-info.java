/**
 * Decides which of the nodes does a job: one at a time, by a database row that expires, with a fence against a node
 * that was stopped and does not know that another has taken over.
 */
@NullMarked
package io.caregate.audit.lease;

import org.jspecify.annotations.NullMarked;
