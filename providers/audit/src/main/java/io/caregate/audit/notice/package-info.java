/** When operators are told by mail that the log needs them. */
@NullMarked
package io.caregate.audit.notice;

import org.jspecify.annotations.NullMarked;
