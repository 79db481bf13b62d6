/** The threads on which the pack works outside requests. */
@NullMarked
package io.caregate.foundation.thread;

import org.jspecify.annotations.NullMarked;
