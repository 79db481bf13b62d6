/**
 * The sink that feeds a FHIR server with AuditEvents (IHE ITI-20, FHIR Feed): what is posted, and what its answer means
 * for each entry.
 */
@NullMarked
package io.caregate.audit.fhir;

import org.jspecify.annotations.NullMarked;
