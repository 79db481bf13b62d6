/** The audit log as auditors see it: what is in it, when, and who may read it. */
@NullMarked
package io.caregate.it.audit;

import org.jspecify.annotations.NullMarked;
