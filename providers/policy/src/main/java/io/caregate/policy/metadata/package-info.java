/** The content of the well-known documents: only what is served. */
@NullMarked
package io.caregate.policy.metadata;

import org.jspecify.annotations.NullMarked;
