/** How a refusal becomes known: one error event, one metric, one answer. The decision is made elsewhere. */
@NullMarked
package io.caregate.policy.refusal;

import org.jspecify.annotations.NullMarked;
