/**
 * Takes an event from Keycloak and makes it a stored row before the request that raised it is answered. Which events
 * are taken, what is kept of them, and how they survive a database that is slow, broken or away is decided here.
 */
@NullMarked
package io.caregate.audit.capture;

import org.jspecify.annotations.NullMarked;
