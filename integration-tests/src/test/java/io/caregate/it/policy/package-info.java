/** The rules of {@code caregate-policy} at each hook, each refusal next to its nearest acceptance. */
@NullMarked
package io.caregate.it.policy;

import org.jspecify.annotations.NullMarked;
