/** What becomes of a developer's call: done at once, requested of an approver, or refused, by mode and limits. */
@NullMarked
package io.caregate.portal.registration;

import org.jspecify.annotations.NullMarked;
