/** The FHIR R4 server: its resources, its store, and the scopes enforced at each interaction. */
@NullMarked
package io.caregate.sampleapi.fhir;

import org.jspecify.annotations.NullMarked;
