/**
 * How a client proves its identity: a signed assertion is accepted if it was made for this realm, recently, and for
 * this one request. Keycloak decides whether its signature is valid.
 */
@NullMarked
package io.caregate.policy.authentication;

import org.jspecify.annotations.NullMarked;
