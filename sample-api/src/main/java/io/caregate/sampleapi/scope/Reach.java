package io.caregate.sampleapi.scope;

import java.util.Optional;

/**
 * The reach of a permission.
 *
 * @param kind all resources, those of one patient, or none
 * @param patient id of the one patient; empty otherwise
 */
public record Reach(Kind kind, String patient) {
    static final Reach ALL = new Reach(Kind.ALL, "");
    static final Reach NONE = new Reach(Kind.NONE, "");

    /** The extent. */
    public enum Kind {
        ALL,
        ONE_PATIENT,
        NONE
    }

    static Reach only(String patient) {
        return new Reach(Kind.ONE_PATIENT, patient);
    }

    /** The one patient whose resources may be seen; empty means no such limit. */
    public Optional<String> onlyPatient() {
        return kind == Kind.ONE_PATIENT ? Optional.of(patient) : Optional.empty();
    }

    public boolean isNone() {
        return kind == Kind.NONE;
    }
}
