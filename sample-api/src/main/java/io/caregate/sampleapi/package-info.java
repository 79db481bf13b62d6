/**
 * A small FHIR API that trusts a realm's access tokens, as any API behind Keycloak has to: it shows what such an API
 * must look at, and the scenarios in {@code docs/} are tried against it. It starts here; {@code web} is its front door.
 */
@NullMarked
package io.caregate.sampleapi;

import org.jspecify.annotations.NullMarked;
