/** Writes the findings: for people, for programs, for the reviews of a pipeline. */
@NullMarked
package io.caregate.check.report;

import org.jspecify.annotations.NullMarked;
