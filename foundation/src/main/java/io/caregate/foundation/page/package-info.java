/** Fills the templates of HTML pages, in the language of their reader. It decides nothing. */
@NullMarked
package io.caregate.foundation.page;

import org.jspecify.annotations.NullMarked;
