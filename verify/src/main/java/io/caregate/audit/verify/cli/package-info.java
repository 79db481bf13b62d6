/** The command line of the verifier: its input, its output, and its exit codes. */
@NullMarked
package io.caregate.audit.verify.cli;

import org.jspecify.annotations.NullMarked;
