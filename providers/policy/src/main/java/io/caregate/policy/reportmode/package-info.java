/** What report mode let through: counted in memory, and stored. This room decides nothing about a request. */
@NullMarked
package io.caregate.policy.reportmode;

import org.jspecify.annotations.NullMarked;
