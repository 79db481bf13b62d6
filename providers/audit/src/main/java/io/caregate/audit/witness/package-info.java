/**
 * Decides how the log is published beyond its auditors: who may read its tree, and which witnesses cosign its
 * checkpoints. Sends them, keeps what the witnesses sign, and says when too few do.
 */
@NullMarked
package io.caregate.audit.witness;

import org.jspecify.annotations.NullMarked;
