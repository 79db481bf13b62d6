/** Who may call. Each call looks up roles for the token's subject, and never reads them from the token. */
@NullMarked
package io.caregate.portal.access;

import org.jspecify.annotations.NullMarked;
