/** Tests of the documents against the code. */
@NullMarked
package io.caregate.audit.docs;

import org.jspecify.annotations.NullMarked;
