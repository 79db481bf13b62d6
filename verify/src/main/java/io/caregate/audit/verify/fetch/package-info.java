/** Fetches the log from a server, verifies what is new, and adds it to the auditor's folder. */
@NullMarked
package io.caregate.audit.verify.fetch;

import org.jspecify.annotations.NullMarked;
