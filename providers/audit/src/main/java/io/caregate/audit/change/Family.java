package io.caregate.audit.change;

import java.util.Set;

/** Resource types that one event may cover. */
enum Family {
    USER,
    ROLE_MAPPING,
    MEMBERSHIP,
    SCOPE_MAPPING,
    ROLE,
    CLIENT,
    CLIENT_PART,
    CLIENT_SCOPE,
    GROUP,
    ORGANIZATION,
    IDENTITY_PROVIDER,
    COMPONENT,
    FLOW,
    AUTHORIZATION,
    REALM,
    OTHER;

    private static final Set<String> CLIENT_PARTS = Set.of("PROTOCOL_MAPPER", "CLIENT_SCOPE_CLIENT_MAPPING");

    static Family of(String type) {
        if (type.endsWith("SCOPE_MAPPING")) {
            return SCOPE_MAPPING;
        }
        if (type.endsWith("_ROLE_MAPPING")) {
            return ROLE_MAPPING;
        }
        if (type.endsWith("MEMBERSHIP")) {
            return MEMBERSHIP;
        }
        if (CLIENT_PARTS.contains(type)) {
            return CLIENT_PART;
        }
        return byBeginning(type);
    }

    private static Family byBeginning(String type) {
        if (type.startsWith("AUTHORIZATION_")) {
            return AUTHORIZATION;
        }
        if (type.startsWith("AUTH") || type.startsWith("REQUIRED_ACTION")) {
            return FLOW;
        }
        if (type.startsWith("IDENTITY_PROVIDER")) {
            return IDENTITY_PROVIDER;
        }
        if (type.startsWith("ORGANIZATION")) {
            return ORGANIZATION;
        }
        if (type.startsWith("USER_FEDERATION") || type.equals("USER_PROFILE") || type.equals("COMPONENT")) {
            return COMPONENT;
        }
        return byName(type);
    }

    private static Family byName(String type) {
        return switch (type) {
            case "USER" -> USER;
            case "REALM_ROLE", "CLIENT_ROLE" -> ROLE;
            case "CLIENT", "CLIENT_INITIAL_ACCESS_MODEL" -> CLIENT;
            case "CLIENT_SCOPE" -> CLIENT_SCOPE;
            case "GROUP" -> GROUP;
            case "REALM", "CLIENT_POLICIES" -> REALM;
            default -> OTHER;
        };
    }

    /** Whether an event covers every change of its thing in the transaction: a flow with its steps. */
    boolean isOneThing() {
        return this == FLOW || this == AUTHORIZATION || this == REALM;
    }

    /** Whether an event of this family that names a thing covers a change of the other family with the same name. */
    boolean tells(Family other) {
        if ((this == other && this != OTHER) || this == REALM) {
            return true;
        }
        return switch (this) {
            case CLIENT, CLIENT_SCOPE -> other == CLIENT_PART || other == CLIENT_SCOPE || other == SCOPE_MAPPING;
            case CLIENT_PART -> other == CLIENT_SCOPE;
            case ORGANIZATION -> other == GROUP || other == IDENTITY_PROVIDER;
            default -> false;
        };
    }
}
