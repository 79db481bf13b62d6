/**
 * The pack on a running Keycloak, and what the tests of it need: one shared server, throw-away realms, a browser and an
 * OAuth client that can be made to misbehave.
 */
@NullMarked
package io.caregate.it;

import org.jspecify.annotations.NullMarked;
