package io.caregate.sampleapi.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient;

/** The embedded store: invented patients from {@code patients/patients.ndjson} in this JAR, never changed. */
final class PatientStore {
    private static final String FILE = "/patients/patients.ndjson";

    private final Map<String, Patient> patients;

    private PatientStore(Map<String, Patient> patients) {
        this.patients = patients;
    }

    static PatientStore embedded(FhirContext fhir) {
        Map<String, Patient> patients = new LinkedHashMap<>();
        try (InputStream file = Objects.requireNonNull(PatientStore.class.getResourceAsStream(FILE), FILE);
                var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines()
                    .map(line -> fhir.newJsonParser().parseResource(Patient.class, line))
                    .forEach(patient -> {
                        if (patients.put(patient.getIdElement().getIdPart(), patient) != null) {
                            throw new IllegalStateException(FILE + " has an id twice: " + patient.getId());
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        return new PatientStore(Collections.unmodifiableMap(patients));
    }

    /** A copy: HAPI adds to what it sends. */
    Optional<Patient> find(String id) {
        return Optional.ofNullable(patients.get(id)).map(Patient::copy);
    }

    /** All patients, by id. */
    Stream<Patient> all() {
        return patients.values().stream();
    }
}
