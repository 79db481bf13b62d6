/** The time and memory that the verifier needs for a large log. */
@NullMarked
package io.caregate.benchmarks.verify;

import org.jspecify.annotations.NullMarked;
