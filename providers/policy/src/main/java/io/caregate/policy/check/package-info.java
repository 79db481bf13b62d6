/** Says before a write what would be refused: it tries the write and rolls it back. */
@NullMarked
package io.caregate.policy.check;

import org.jspecify.annotations.NullMarked;
