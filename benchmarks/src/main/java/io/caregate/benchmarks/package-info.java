/** Micro benchmarks of the decisions in the path of every request. */
@NullMarked
package io.caregate.benchmarks;

import org.jspecify.annotations.NullMarked;
