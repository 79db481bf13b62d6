/**
 * What stands behind the portal for developers, therapists and auditors. The room is reserved; it serves nothing yet.
 */
@NullMarked
package io.caregate.portal;

import org.jspecify.annotations.NullMarked;
