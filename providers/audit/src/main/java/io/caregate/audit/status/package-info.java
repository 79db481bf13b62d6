/** How the log stands: what waits to be sealed, how far each sink has come, and what is in its way. */
@NullMarked
package io.caregate.audit.status;

import org.jspecify.annotations.NullMarked;
