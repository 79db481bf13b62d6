package io.caregate.audit.format;

import java.util.Locale;

/** How urgent an entry is for a person who monitors the log. */
enum Severity {
    INFORMATIONAL(1),
    LOW(2),
    MEDIUM(3),
    HIGH(4);

    private final int id;

    Severity(int id) {
        this.id = id;
    }

    static Severity of(EntryView entry, Outcome outcome) {
        Activity activity = Activity.of(entry.type());
        if (activity == Activity.LOCKOUT) {
            return MEDIUM;
        }
        return switch (outcome) {
            case SUCCESS -> INFORMATIONAL;
            case FAILURE -> activity == Activity.READ ? MEDIUM : LOW;
            case LOCKED -> MEDIUM;
            case FAULT -> HIGH;
        };
    }

    /** OCSF's number. */
    int id() {
        return id;
    }

    /** The word, with a capital letter. */
    String caption() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
