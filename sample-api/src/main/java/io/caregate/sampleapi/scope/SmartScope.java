package io.caregate.sampleapi.scope;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One scope in the grammar of SMART App Launch 2.2, "Scopes for requesting FHIR Resources": {@code patient/Patient.rs}.
 * Three kinds are not such scopes, and permit nothing: a scope of the first version ({@code .read}), one whose letters
 * are out of order, and one that is narrowed by search parameters ({@code ?category=…}), which this API cannot enforce.
 *
 * @param context whose resources
 * @param resource a FHIR type, or {@code *}
 * @param interactions some of {@code cruds}, in this order
 */
public record SmartScope(Context context, String resource, String interactions) {
    private static final Pattern CLINICAL = Pattern.compile("(patient|user|system)/.*");
    private static final Pattern GRAMMAR =
            Pattern.compile("(patient|user|system)/([A-Z][A-Za-z]*|\\*)\\.(?=[cruds])(c?r?u?d?s?)");

    /** The owner of the resources that a scope covers. */
    public enum Context {
        PATIENT,
        USER,
        SYSTEM
    }

    /** The scope, if this API can enforce it. */
    static Optional<SmartScope> of(String scope) {
        Matcher parts = GRAMMAR.matcher(scope);
        return parts.matches()
                ? Optional.of(new SmartScope(context(parts.group(1)), parts.group(2), parts.group(3)))
                : Optional.empty();
    }

    /** Whether it is about clinical data at all, supported or not. */
    static boolean isClinical(String scope) {
        return CLINICAL.matcher(scope).matches();
    }

    private static Context context(String word) {
        return switch (word) {
            case "patient" -> Context.PATIENT;
            case "user" -> Context.USER;
            default -> Context.SYSTEM;
        };
    }

    boolean covers(Interaction interaction, String type) {
        return (resource.equals("*") || resource.equals(type)) && interactions.indexOf(interaction.letter()) >= 0;
    }
}
