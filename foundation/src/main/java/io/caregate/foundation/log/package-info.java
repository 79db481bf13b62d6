/** The server log, one line a message whatever is in it. */
@NullMarked
package io.caregate.foundation.log;

import org.jspecify.annotations.NullMarked;
