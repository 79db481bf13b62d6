/** Reads documents with the location of every value: JSON and YAML into one form. */
@NullMarked
package io.caregate.check.source;

import org.jspecify.annotations.NullMarked;
