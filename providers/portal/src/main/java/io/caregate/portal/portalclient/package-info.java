/**
 * The portal's own client in each governed realm: created, and kept as it must be.
 */
@NullMarked
package io.caregate.portal.portalclient;

import org.jspecify.annotations.NullMarked;
