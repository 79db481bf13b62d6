/**
 * How a refusal becomes known: one error event, one metric, one answer. What is refused is decided elsewhere.
 */
@NullMarked
package io.caregate.policy.refusal;

import org.jspecify.annotations.NullMarked;
