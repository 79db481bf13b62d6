/** Micro benchmarks of the decisions that stand in the path of every request. */
@NullMarked
package io.caregate.benchmarks;

import org.jspecify.annotations.NullMarked;
