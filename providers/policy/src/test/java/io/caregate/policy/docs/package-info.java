/** The documents say what the code does: the tables of {@code docs/} and README against the JAR. */
@NullMarked
package io.caregate.policy.docs;

import org.jspecify.annotations.NullMarked;
