/** Decides whether a token is an access token for this API. Knows nothing of FHIR. */
@NullMarked
package io.caregate.sampleapi.token;

import org.jspecify.annotations.NullMarked;
