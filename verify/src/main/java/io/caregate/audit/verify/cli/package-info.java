/** The command line of the verifier: what it takes, what it prints, and its exit codes. */
@NullMarked
package io.caregate.audit.verify.cli;

import org.jspecify.annotations.NullMarked;
