/**
 * Who gets, and keeps, an access token for a protected API. The question is always asked of the user model as it is at
 * that moment, never of a claim.
 */
@NullMarked
package io.caregate.policy.token;

import org.jspecify.annotations.NullMarked;
