/** Placeholder. */
@org.jspecify.annotations.NullMarked
package io.caregate.policy;
