/**
 * Renders entries for other systems: the log's own JSON, FHIR, OCSF, ECS, CloudEvents, CEF and the DICOM audit
 * message. Every entry has a form in each of them, even one that was erased, was written by a later version, or is
 * damaged.
 */
@NullMarked
package io.caregate.audit.format;

import org.jspecify.annotations.NullMarked;
