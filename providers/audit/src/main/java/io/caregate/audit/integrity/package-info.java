/**
 * Checks whether the log still is what was sealed: one row's columns against its payload and its hash, the whole log
 * row by row, and the stored tree from which proofs are made. It judges and remembers. Other packages decide how to
 * react.
 */
@NullMarked
package io.caregate.audit.integrity;

import org.jspecify.annotations.NullMarked;
