/** What users may do about their own account when somebody else has signed in to it. */
@NullMarked
package io.caregate.portal.account;

import org.jspecify.annotations.NullMarked;
