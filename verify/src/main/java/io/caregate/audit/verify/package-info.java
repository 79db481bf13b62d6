/**
 * Verifies an export of the audit log from only that file, checkpoints and public keys. It streams, so that the length
 * of the log does not matter. It knows neither a server nor a command line.
 */
@NullMarked
package io.caregate.audit.verify;

import org.jspecify.annotations.NullMarked;
