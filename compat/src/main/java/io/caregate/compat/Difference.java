package io.caregate.compat;

import java.util.Locale;

/**
 * Something on which two versions of Keycloak differ, and on which the pack rests.
 *
 * @param subject what differs, in the same words in every run: a difference is accepted by it
 * @param detail what a reader wants to know besides, empty if nothing
 */
record Difference(Kind kind, String subject, String detail) implements Comparable<Difference> {

    /** What differs. */
    enum Kind {
        CLASS_GONE("the pack names a class that this version lacks: NoClassDefFoundError"),
        CLASS_CLOSED("the pack names a class that is no longer public, or extends one that is final"),
        METHOD_GONE("the pack calls a method that this version lacks: NoSuchMethodError"),
        METHOD_CHANGED("the pack calls a method that has other parameters, another result or less access here"),
        FIELD_GONE("the pack reads a field that this version lacks: NoSuchFieldError"),
        OVERRIDE_LOST("a method of the pack overrides nothing here: Keycloak never calls it, and nothing fails"),
        OVERRIDE_FINAL("a method of the pack overrides one that is final here: the class does not load"),
        ABSTRACT_NEW("a class of the pack lacks a method that this version asks it for: AbstractMethodError"),
        SPI_GONE("Keycloak no longer loads an SPI for which the pack has a provider"),
        PROVIDER_NEW("Keycloak has one more provider of an SPI for which the pack has one"),
        PROVIDER_GONE("Keycloak lacks a provider of an SPI for which the pack has one"),
        CALL_GONE("Keycloak does not call a method here that the pack overrides: a rule may not hold"),
        CALL_NEW("Keycloak calls a method that the pack overrides from one more place"),
        INSTANCE_NEW("Keycloak creates an object of a class that the pack extends: it goes around the pack's"),
        SUBTYPE_NEW("Keycloak has one more type below one that the pack extends or distinguishes"),
        CONSTANT_NEW("an enum that the pack distinguishes has one more constant"),
        ENDPOINT_NEW("an endpoint that writes was added");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** What it means for the pack. */
        String meaning() {
            return meaning;
        }

        /** As it is written in reports and in the file of accepted differences. */
        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Difference(Kind kind, String subject) {
        this(kind, subject, "");
    }

    @Override
    public int compareTo(Difference other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : subject.compareTo(other.subject);
    }
}
