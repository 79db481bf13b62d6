package io.caregate.audit.capture;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.ResourceType;

/**
 * Selects the administrators' changes that are captured. The same change can come by dynamic client registration.
 * Keycloak reports that as a user event, and the selection covers it too.
 */
public enum AdminSelection {
    /** Everything that affects access or the recording of it: all types but {@link #LEFT_OUT}. */
    GUARDED,
    /** Everything that Keycloak reports. */
    ALL,
    /** Nothing. */
    NONE;

    /**
     * What {@link #GUARDED} leaves out: resources and scopes that a resource server registers while it runs, nodes of
     * adapters, and sessions that are ended. An unknown resource type is captured.
     */
    static final Set<ResourceType> LEFT_OUT = EnumSet.of(
            ResourceType.AUTHORIZATION_RESOURCE,
            ResourceType.AUTHORIZATION_SCOPE,
            ResourceType.CLUSTER_NODE,
            ResourceType.USER_SESSION);

    private static final Set<String> LEFT_OUT_NAMES =
            LEFT_OUT.stream().map(Enum::name).collect(Collectors.toUnmodifiableSet());
    private static final Set<EventType> REGISTRATIONS =
            EnumSet.of(EventType.CLIENT_REGISTER, EventType.CLIENT_UPDATE, EventType.CLIENT_DELETE);
    /** Success events after which one person acts as another. */
    static final Set<EventType> ACTING_AS_ANOTHER = EnumSet.of(
            EventType.IMPERSONATE,
            EventType.FEDERATED_IDENTITY_LINK,
            EventType.FEDERATED_IDENTITY_OVERRIDE_LINK,
            EventType.IDENTITY_PROVIDER_LINK_ACCOUNT,
            EventType.CLIENT_INITIATED_ACCOUNT_LINKING,
            EventType.JWT_AUTHORIZATION_GRANT);

    /** Whether an admin event on a resource of this type is captured. */
    public boolean takes(@Nullable String resourceType) {
        return switch (this) {
            case ALL -> true;
            case NONE -> false;
            case GUARDED -> resourceType == null || !LEFT_OUT_NAMES.contains(resourceType);
        };
    }

    /**
     * Whether this event reports a change that is captured, or that one person now acts as another: an impersonation,
     * the exchange of a token for another subject's, an account of another provider that signs in as this user.
     */
    boolean takes(Event event) {
        EventType type = event.getType();
        boolean exchanged = type == EventType.TOKEN_EXCHANGE
                && event.getDetails() != null
                && (event.getDetails().containsKey(Details.REQUESTED_SUBJECT)
                        || event.getDetails().containsKey(Details.IMPERSONATOR));
        return this != NONE && (REGISTRATIONS.contains(type) || ACTING_AS_ANOTHER.contains(type) || exchanged);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
