/** Tests of the documents against the repository that they describe. */
@NullMarked
package io.caregate.it.docs;

import org.jspecify.annotations.NullMarked;
