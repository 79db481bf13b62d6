/**
 * Orders captured entries. Those in the inbox get the next numbers, without a gap and on one node at a time, and move
 * to the log.
 */
@NullMarked
package io.caregate.audit.seal;

import org.jspecify.annotations.NullMarked;
