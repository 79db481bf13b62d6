/** The auditor's folder: the log as far as it was fetched and verified. A crash at any moment leaves it whole. */
@NullMarked
package io.caregate.audit.verify.archive;

import org.jspecify.annotations.NullMarked;
