/** The command line. */
@NullMarked
package io.caregate.check.cli;

import org.jspecify.annotations.NullMarked;
