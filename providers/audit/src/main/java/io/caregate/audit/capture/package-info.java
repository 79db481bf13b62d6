/**
 * Takes an event from Keycloak and stores it as a row before the request that raised it is answered. This package
 * decides which events are taken, which of their parts are kept, and how they survive a database that is slow, broken
 * or away.
 */
@NullMarked
package io.caregate.audit.capture;

import org.jspecify.annotations.NullMarked;
