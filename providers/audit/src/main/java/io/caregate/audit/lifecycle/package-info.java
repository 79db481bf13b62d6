/** Records in the log itself when a server started and stopped, and what was in force meanwhile. */
@NullMarked
package io.caregate.audit.lifecycle;

import org.jspecify.annotations.NullMarked;
