/**
 * Who may call. Roles are looked up on the token's subject at each call, never read from the token.
 */
@NullMarked
package io.caregate.portal.access;

import org.jspecify.annotations.NullMarked;
