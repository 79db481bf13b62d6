/** The documents say what the code does: compares the tables of {@code docs/} and README with the JAR. */
@NullMarked
package io.caregate.policy.docs;

import org.jspecify.annotations.NullMarked;
