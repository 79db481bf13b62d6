/** The audit log from the auditor's view: which entries it has, when they appear, and who may read them. */
@NullMarked
package io.caregate.it.audit;

import org.jspecify.annotations.NullMarked;
