package io.caregate.audit.capture;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.EventType;

/**
 * Selects the events that are captured: by default every error, and the lockout of a user, which Keycloak reports as a
 * success.
 */
record EventSelection(Set<EventType> types) {
    private static final String ERRORS = "errors";
    private static final String ALL = "all";

    private static final Set<EventType> LOCKOUTS =
            EnumSet.of(EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT, EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT);

    /** Every error, and lockouts: the default. */
    static final EventSelection OF_ERRORS = new EventSelection(named(ERRORS));

    EventSelection {
        types = Set.copyOf(types);
    }

    /** The selection that a list such as {@code errors,LOGIN} names. Empty if any word is unknown. */
    static Optional<EventSelection> parse(String list) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (String word : list.split(",", -1)) {
            Set<EventType> named = named(word.trim());
            if (named.isEmpty()) {
                return Optional.empty();
            }
            types.addAll(named);
        }
        return Optional.of(new EventSelection(types));
    }

    boolean takes(EventType type) {
        return types.contains(type);
    }

    /** Whether an event of this type is stored at once, even if the transaction that raised it is rolled back. */
    static boolean isAlarm(EventType type) {
        return isError(type) || LOCKOUTS.contains(type);
    }

    private static boolean isError(EventType type) {
        return type.name().endsWith("_ERROR");
    }

    private static Set<EventType> named(String word) {
        return switch (word) {
            case ERRORS -> select(Arrays.stream(EventType.values()).filter(EventSelection::isAlarm));
            case ALL -> EnumSet.allOf(EventType.class);
            default ->
                select(Arrays.stream(EventType.values())
                        .filter(type -> type.name().equals(word)));
        };
    }

    private static Set<EventType> select(Stream<EventType> types) {
        return types.collect(Collectors.toCollection(() -> EnumSet.noneOf(EventType.class)));
    }
}
