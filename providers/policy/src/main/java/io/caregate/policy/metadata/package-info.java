/** What the well-known documents say: only what is served. */
@NullMarked
package io.caregate.policy.metadata;

import org.jspecify.annotations.NullMarked;
