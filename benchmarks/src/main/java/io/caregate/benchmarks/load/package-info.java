/** Bounded load on a server: connections that cost little, requests made beforehand, and the time of each answer. */
@NullMarked
package io.caregate.benchmarks.load;

import org.jspecify.annotations.NullMarked;
