/**
 * Writes the log, or what of it fits a query, as a document: JSON lines for the verifier, CSV, a FHIR Bundle. Knows no
 * server.
 */
@NullMarked
package io.caregate.audit.export;

import org.jspecify.annotations.NullMarked;
