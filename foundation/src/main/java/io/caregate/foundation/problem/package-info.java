/** The form in which the REST resources of several JARs refuse a request. Pure Java. */
@NullMarked
package io.caregate.foundation.problem;

import org.jspecify.annotations.NullMarked;
