/**
 * Selects the entries of the log for an auditor: pages by filters, searches for text, following the log, and its
 * damage. Pages follow each other without losing or repeating an entry. Independent of Keycloak.
 */
@NullMarked
package io.caregate.audit.query;

import org.jspecify.annotations.NullMarked;
