/** The page that explains the rules to people who read a refusal, in English and German. */
@NullMarked
package io.caregate.policy.explanation;

import org.jspecify.annotations.NullMarked;
