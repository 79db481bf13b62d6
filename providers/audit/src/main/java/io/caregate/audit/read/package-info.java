/**
 * Answers auditors over REST: who may read, what may be asked, and how pages follow each other without losing or
 * repeating an entry.
 */
@NullMarked
package io.caregate.audit.read;

import org.jspecify.annotations.NullMarked;
