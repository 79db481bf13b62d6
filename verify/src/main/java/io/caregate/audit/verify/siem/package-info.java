/**
 * Compares what a SIEM has exported with the proved entries of a log. It makes no record itself: it knows the few
 * fields in which a record repeats its entry.
 */
@NullMarked
package io.caregate.audit.verify.siem;

import org.jspecify.annotations.NullMarked;
