/** Fills the templates of HTML pages. It decides nothing. */
@NullMarked
package io.caregate.foundation.page;

import org.jspecify.annotations.NullMarked;
