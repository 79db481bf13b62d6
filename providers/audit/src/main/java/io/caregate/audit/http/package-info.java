/**
 * Talks to an HTTP receiver that may be slow, hostile or misconfigured: one POST with one deadline for all of it, an
 * answer that is read up to a limit, no redirect, and the meaning of an answer for the log.
 */
@NullMarked
package io.caregate.audit.http;

import org.jspecify.annotations.NullMarked;
