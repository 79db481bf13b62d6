/**
 * Which public keys a client may sign with, and from where Keycloak may fetch them.
 */
@NullMarked
package io.caregate.portal.key;

import org.jspecify.annotations.NullMarked;
