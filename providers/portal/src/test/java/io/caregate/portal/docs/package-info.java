/** The documents against the code. */
@NullMarked
package io.caregate.portal.docs;

import org.jspecify.annotations.NullMarked;
