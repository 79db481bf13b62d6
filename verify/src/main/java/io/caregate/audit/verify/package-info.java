/**
 * Verifies an export of the audit log from nothing but that file, checkpoints and public keys. It streams, so that the
 * length of the log does not matter, and knows no server and no command line.
 */
@NullMarked
package io.caregate.audit.verify;

import org.jspecify.annotations.NullMarked;
