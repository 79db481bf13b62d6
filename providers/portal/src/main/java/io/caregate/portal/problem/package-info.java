/** The form of a refusal: problem details (RFC 9457) with stable codes, in the reader's language. */
@NullMarked
package io.caregate.portal.problem;

import org.jspecify.annotations.NullMarked;
