/**
 * How a client shows who it is: a signed assertion is taken if it was made for this realm, lately, and for this one
 * request. Whether its signature is right, Keycloak decides.
 */
@NullMarked
package io.caregate.policy.authentication;

import org.jspecify.annotations.NullMarked;
