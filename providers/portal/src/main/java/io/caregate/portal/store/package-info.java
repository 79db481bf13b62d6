/**
 * What the portal remembers of its own: who owns a client, requests, and how fast somebody registers.
 */
@NullMarked
package io.caregate.portal.store;

import org.jspecify.annotations.NullMarked;
