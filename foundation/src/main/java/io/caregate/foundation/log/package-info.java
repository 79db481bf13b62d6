/** The server log, one line a message whatever it contains. */
@NullMarked
package io.caregate.foundation.log;

import org.jspecify.annotations.NullMarked;
