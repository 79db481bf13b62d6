/**
 * The settings of a client that developers may choose, and how it becomes a Keycloak client. This room does not decide
 * which values are good: Keycloak and the rules of the pack refuse, and this room reads their answers.
 */
@NullMarked
package io.caregate.portal.client;

import org.jspecify.annotations.NullMarked;
