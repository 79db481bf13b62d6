/**
 * Drivers that talk to a running server as its users do: a browser, an OAuth client that can be made to misbehave, an
 * administrator. Nothing here starts a server.
 */
@NullMarked
package io.caregate.it.driver;

import org.jspecify.annotations.NullMarked;
