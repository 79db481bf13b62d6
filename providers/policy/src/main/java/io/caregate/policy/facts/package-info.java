/** Reads a Keycloak client into the facts that the rules decide on. It decides nothing itself. */
@NullMarked
package io.caregate.policy.facts;

import org.jspecify.annotations.NullMarked;
