/**
 * The operator's settings: mode, exempt realms, PKCE, pinned roles. They are server options only, parsed into immutable
 * records that validate themselves; no setting of a realm admin reaches this room.
 */
@NullMarked
package io.caregate.policy.option;

import org.jspecify.annotations.NullMarked;
