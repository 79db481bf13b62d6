/** Digests of text and bytes. Pure Java. */
@NullMarked
package io.caregate.foundation.digest;

import org.jspecify.annotations.NullMarked;
