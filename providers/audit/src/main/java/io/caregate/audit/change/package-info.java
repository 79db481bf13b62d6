/**
 * What in Keycloak's database is a change of its model, and which changes a transaction has made that no admin event
 * tells. It hears the persistence layer, so the path of a change does not matter; it stores nothing itself.
 */
@NullMarked
package io.caregate.audit.change;

import org.jspecify.annotations.NullMarked;
