/**
 * The sink that writes the log to files of JSON lines, which a log shipper, a backup or the verifier takes from there.
 */
@NullMarked
package io.caregate.audit.file;

import org.jspecify.annotations.NullMarked;
