/**
 * What a developer may make of a client, and how it becomes one of Keycloak's. Which values are good is not decided
 * here: Keycloak and the rules of the pack refuse, and this room reads their answers.
 */
@NullMarked
package io.caregate.portal.client;

import org.jspecify.annotations.NullMarked;
