package io.caregate.policy.rule;

import org.jspecify.annotations.Nullable;

/**
 * A role that gives access to an API.
 *
 * @param clientId the client that has the role, or null for a realm role
 * @param name the role's name
 */
public record RequiredRole(@Nullable String clientId, String name) {

    /** Reads {@code name} or {@code clientId:name}; the last colon separates, since a client id may be a URL. */
    public static RequiredRole parse(String text) {
        int colon = text.lastIndexOf(':');
        String client = colon < 0 ? null : text.substring(0, colon);
        String role = text.substring(colon + 1);
        if (role.isBlank() || (client != null && client.isBlank())) {
            throw new IllegalArgumentException("\"" + PrintableText.printable(text, 80) + "\" names no role");
        }
        return new RequiredRole(client, role);
    }

    @Override
    public String toString() {
        return clientId == null ? name : clientId + ":" + name;
    }
}
