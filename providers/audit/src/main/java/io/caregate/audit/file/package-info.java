/** The sink that writes the log to files of JSON lines, for a log shipper, a backup or the verifier. */
@NullMarked
package io.caregate.audit.file;

import org.jspecify.annotations.NullMarked;
