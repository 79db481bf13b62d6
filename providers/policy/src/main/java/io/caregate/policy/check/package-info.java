/** Says before a write what would be refused: tries it, and rolls it back. */
@NullMarked
package io.caregate.policy.check;

import org.jspecify.annotations.NullMarked;
