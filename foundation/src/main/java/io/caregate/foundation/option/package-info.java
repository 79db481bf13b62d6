/** How the operator's options are read, and the one form in which the pack complains about them. */
@NullMarked
package io.caregate.foundation.option;

import org.jspecify.annotations.NullMarked;
