/**
 * In which words an entry is told to others: the log's own JSON, FHIR, OCSF and ECS. Every entry has a form in each of
 * them, also one that was erased, was written by a later version, or is damaged.
 */
@NullMarked
package io.caregate.audit.format;

import org.jspecify.annotations.NullMarked;
