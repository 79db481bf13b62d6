/** The page that explains the rules to people who read a refusal, in English, German, French and Dutch. */
@NullMarked
package io.caregate.policy.explanation;

import org.jspecify.annotations.NullMarked;
