/**
 * Decides what in Keycloak's database is a change of its model, and which changes of a transaction no admin event
 * reports. It listens to the persistence layer, so the path of a change does not matter. It stores nothing itself.
 */
@NullMarked
package io.caregate.audit.change;

import org.jspecify.annotations.NullMarked;
