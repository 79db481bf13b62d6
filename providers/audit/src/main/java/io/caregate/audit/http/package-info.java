/**
 * How a sink talks to an HTTP receiver that may be slow, hostile or set up wrongly: one POST with one deadline for all
 * of it, an answer that is read only so far, no redirect, and what an answer means for the log.
 */
@NullMarked
package io.caregate.audit.http;

import org.jspecify.annotations.NullMarked;
