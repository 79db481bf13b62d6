/**
 * A small FHIR API that trusts a realm's access tokens, as any API behind Keycloak must. It shows what such an API must
 * check, and the scenarios in {@code docs/} run against it. It starts here; {@code web} is its front door.
 */
@NullMarked
package io.caregate.sampleapi;

import org.jspecify.annotations.NullMarked;
