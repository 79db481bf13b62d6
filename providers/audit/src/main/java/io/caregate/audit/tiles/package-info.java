/** Decides which tiles of the tree a checkpoint covers, and finds none that contradicts it. No Keycloak. */
@NullMarked
package io.caregate.audit.tiles;

import org.jspecify.annotations.NullMarked;
