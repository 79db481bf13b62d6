/**
 * The portal's own client in each governed realm: created, and kept in its one shape.
 */
@NullMarked
package io.caregate.portal.portalclient;

import org.jspecify.annotations.NullMarked;
