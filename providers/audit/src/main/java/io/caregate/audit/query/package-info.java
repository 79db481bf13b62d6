/**
 * Which entries of the log an auditor sees: pages by filters, searches for text, following the log, and what of it is
 * damaged. Pages follow each other without losing or repeating an entry. Knows no server.
 */
@NullMarked
package io.caregate.audit.query;

import org.jspecify.annotations.NullMarked;
