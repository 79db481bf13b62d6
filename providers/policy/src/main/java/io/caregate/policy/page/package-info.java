/** Fills the templates of HTML pages. It decides nothing. */
@NullMarked
package io.caregate.policy.page;

import org.jspecify.annotations.NullMarked;
