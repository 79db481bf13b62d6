package io.caregate.sampleapi.fhir;

import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Whether a patient matches a search according to FHIR R4 section 3.1.1.4: strings by their beginning, without case and
 * accents (unless {@code :exact} or {@code :contains}), tokens by system and code, dates by range. {@link Modifiers}
 * refuses every other modifier first.
 */
record PatientMatch(
        @Nullable TokenOrListParam ids,
        @Nullable TokenParam identifier,
        @Nullable StringParam name,
        @Nullable StringParam family,
        @Nullable StringParam given,
        @Nullable TokenParam gender,
        @Nullable DateRangeParam birthdate)
        implements Predicate<Patient> {

    @Override
    public boolean test(Patient patient) {
        return isOneOf(patient)
                && isIdentified(patient)
                && matches(name, patient.getName().stream().flatMap(PatientMatch::parts))
                && matches(family, patient.getName().stream().map(HumanName::getFamily))
                && matches(given, patient.getName().stream().flatMap(PatientMatch::givens))
                && (gender == null || patient.getGender().toCode().equals(gender.getValue()))
                && wasBorn(patient.getBirthDate());
    }

    private boolean isOneOf(Patient patient) {
        String id = patient.getIdElement().getIdPart();
        return ids == null || ids.getValuesAsQueryTokens().stream().anyMatch(wanted -> id.equals(wanted.getValue()));
    }

    private boolean isIdentified(Patient patient) {
        return identifier == null
                || patient.getIdentifier().stream()
                        .anyMatch(one -> one.getValue().equals(identifier.getValue())
                                && (identifier.getSystem() == null
                                        || identifier.getSystem().equals(one.getSystem())));
    }

    private boolean wasBorn(@Nullable Date date) {
        if (birthdate == null) {
            return true;
        }
        Instant born = instant(date);
        Instant from = instant(birthdate.getLowerBoundAsInstant());
        Instant to = instant(birthdate.getUpperBoundAsInstant());
        return born != null && (from == null || !born.isBefore(from)) && (to == null || !born.isAfter(to));
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private static Stream<String> parts(HumanName name) {
        return Stream.concat(Stream.of(name.getFamily()), givens(name));
    }

    private static Stream<String> givens(HumanName name) {
        return name.getGiven().stream().map(StringType.class::cast).map(PrimitiveType::getValue);
    }

    private static boolean matches(@Nullable StringParam wanted, Stream<String> values) {
        if (wanted == null) {
            return true;
        }
        if (wanted.isExact()) {
            return values.anyMatch(wanted.getValue()::equals);
        }
        String plain = plain(wanted.getValue());
        return values.map(PatientMatch::plain)
                .anyMatch(value -> wanted.isContains() ? value.contains(plain) : value.startsWith(plain));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
