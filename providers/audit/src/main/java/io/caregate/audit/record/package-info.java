/**
 * Where an entry goes: the tables of the log, what their databases say differently, and what makes a commit durable.
 * Pure Java that knows no server.
 */
@NullMarked
package io.caregate.audit.record;

import org.jspecify.annotations.NullMarked;
