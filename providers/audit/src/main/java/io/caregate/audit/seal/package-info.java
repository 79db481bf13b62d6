/**
 * Gives captured entries their place. What is in the inbox gets the next numbers, without a gap and on one node at a
 * time, and moves to the log.
 */
@NullMarked
package io.caregate.audit.seal;

import org.jspecify.annotations.NullMarked;
