/** The state of the log: the entries that wait to be sealed, how far each sink is, and the obstacles. */
@NullMarked
package io.caregate.audit.status;

import org.jspecify.annotations.NullMarked;
