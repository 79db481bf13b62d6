/**
 * Writes the log, or the part that fits a query, as a document: JSON lines for the verifier, CSV, a FHIR Bundle.
 * Independent of Keycloak.
 */
@NullMarked
package io.caregate.audit.export;

import org.jspecify.annotations.NullMarked;
