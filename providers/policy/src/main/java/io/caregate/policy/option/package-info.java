/**
 * What the operator set: mode, exempt realms, PKCE, pinned roles. Server options only, parsed into immutable records
 * that validate themselves; a realm admin can write nothing that reaches this room.
 */
@NullMarked
package io.caregate.policy.option;

import org.jspecify.annotations.NullMarked;
