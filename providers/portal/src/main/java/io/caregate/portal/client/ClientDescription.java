package io.caregate.portal.client;

/** What people read about a client. */
public record ClientDescription(ClientType kind, String name, String description, Environment environment) {
    public static ClientDescription of(Draft draft) {
        return new ClientDescription(draft.kind(), draft.name(), draft.description(), draft.environment());
    }
}
