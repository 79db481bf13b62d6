@NullMarked
package io.caregate.benchmarks.load;

import org.jspecify.annotations.NullMarked;
