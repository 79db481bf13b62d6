/**
 * The sink that sends AuditEvents to a FHIR server (IHE ITI-20, FHIR Feed): the requests, and the meaning of the answer
 * for each entry.
 */
@NullMarked
package io.caregate.audit.fhir;

import org.jspecify.annotations.NullMarked;
