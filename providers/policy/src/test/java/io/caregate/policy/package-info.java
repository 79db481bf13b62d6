@NullMarked
package io.caregate.policy;

import org.jspecify.annotations.NullMarked;
