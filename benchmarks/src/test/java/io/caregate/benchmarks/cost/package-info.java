@NullMarked
package io.caregate.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
