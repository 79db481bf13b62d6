/**
 * Who gets, and keeps, an access token for a protected API. The answer always comes from the current user model, never
 * from a claim.
 */
@NullMarked
package io.caregate.policy.token;

import org.jspecify.annotations.NullMarked;
