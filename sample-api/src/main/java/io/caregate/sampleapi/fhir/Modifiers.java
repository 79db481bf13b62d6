package io.caregate.sampleapi.fhir;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Collection;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;

/**
 * The modifiers of search parameters that are supported: {@code :exact} and {@code :contains} of strings. "Servers
 * SHALL reject any search request that contains a search parameter with a modifier that the server does not support for
 * that parameter" (FHIR R4 section 3.1.1.4.4); HAPI passes some on and drops others. Chained parameters, with a dot,
 * are not supported either.
 */
final class Modifiers {
    private static final Set<String> STRINGS = Set.of(Patient.SP_NAME, Patient.SP_FAMILY, Patient.SP_GIVEN);
    private static final Set<String> OF_STRINGS = Set.of(":exact", ":contains");

    private Modifiers() {}

    /** Refuses with 400 if one of the names, as they were sent, has an unsupported modifier. */
    static void check(Collection<String> names) {
        names.forEach(Modifiers::check);
    }

    private static void check(String name) {
        int end = 0;
        while (end < name.length() && ":.".indexOf(name.charAt(end)) < 0) {
            end++;
        }
        String modifier = name.substring(end);
        boolean known = STRINGS.contains(name.substring(0, end)) && OF_STRINGS.contains(modifier);
        if (!modifier.isEmpty() && !known) {
            throw new InvalidRequestException("A search parameter has a modifier that is not supported here");
        }
    }
}
