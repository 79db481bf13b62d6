package io.caregate.portal.client;

import io.caregate.portal.key.ClientKeys;
import io.caregate.portal.key.KeySource;
import io.caregate.portal.problem.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a body into a {@link Draft}. It checks only sizes and the fields that a kind of client has, and records every
 * problem, not only the first. The rules decide on the content of addresses.
 */
public final class DraftValidator {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_PURPOSE = 1000;
    private static final int LONGEST = 255;
    private static final int MOST_ADDRESSES = 20;
    private static final int MOST_SCOPES = 30;
    private static final int MOST_ROLES = 20;

    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> allowedScopes;
    private final Set<String> allowedRoles;

    /** A check for a realm with these scopes to choose from, and these roles for service accounts. */
    public DraftValidator(Set<String> allowedScopes, Set<String> allowedRoles) {
        this.allowedScopes = Set.copyOf(allowedScopes);
        this.allowedRoles = Set.copyOf(allowedRoles);
    }

    /** All problems, in the order of the fields. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** The draft of a new client. Fields with problems are left out of it. */
    public Draft create(ClientSpec spec) {
        ClientType clientType = spec.kind();
        if (clientType == null) {
            error("kind", "required");
            clientType = ClientType.WEB;
        }
        Draft draft = draft(clientType, spec, null, Authentication.NONE, null);
        Authentication authentication = authentication(clientType, spec.authentication());
        ClientKeys keys = keys(authentication, spec.keys()).orElse(null);
        return new Draft(
                clientType,
                draft.name(),
                draft.description(),
                draft.environment(),
                draft.redirectUris(),
                draft.webOrigins(),
                draft.scopes(),
                authentication,
                keys,
                roles(clientType, spec.roles()));
    }

    /** The draft of a changed client. */
    public Draft change(ClientChange change, Draft current) {
        if (change.environment() == null) {
            error("environment", "required");
        }
        Draft draft = draft(current.kind(), change.of(current), current, current.authentication(), current.keys());
        List<String> roles = Stream.concat(current.roles().stream(), roles(current.kind(), change.roles()).stream())
                .distinct()
                .sorted()
                .toList();
        return new Draft(
                draft.kind(),
                draft.name(),
                draft.description(),
                draft.environment(),
                draft.redirectUris(),
                draft.webOrigins(),
                draft.scopes(),
                draft.authentication(),
                draft.keys(),
                roles);
    }

    /** The purpose; required if a person decides by it. */
    public String purpose(@Nullable String given, boolean needed) {
        if (needed && (given == null || given.isBlank())) {
            error("purpose", "purpose-required");
        }
        return text("purpose", given, LONGEST_PURPOSE);
    }

    /** Why a request is declined. */
    public String reason(@Nullable String given) {
        if (given == null || given.isBlank()) {
            error("reason", "required");
        }
        return text("reason", given, LONGEST_PURPOSE);
    }

    /**
     * The draft of the fields that a change has, too.
     *
     * @param current the client now; null if it is new. What it has may stay, whoever gave it
     */
    private Draft draft(
            ClientType clientType,
            ClientSpec spec,
            @Nullable Draft current,
            Authentication authentication,
            @Nullable ClientKeys keys) {
        List<String> uris = current == null ? List.of() : current.redirectUris();
        List<String> origins = current == null ? List.of() : current.webOrigins();
        if (spec.name() == null || spec.name().isBlank()) {
            error("name", "required");
        }
        return new Draft(
                clientType,
                text("name", spec.name(), LONGEST_NAME),
                text("description", spec.description(), LONGEST),
                spec.environment() == null ? Environment.PRODUCTION : spec.environment(),
                redirectUris(clientType, spec.redirectUris(), uris),
                entries(
                        "webOrigins",
                        spec.webOrigins(),
                        MOST_ADDRESSES,
                        clientType.hasOrigins() || haveAll(origins, spec.webOrigins())),
                scopes(clientType, spec.scopes(), current == null ? List.of() : current.scopes()),
                authentication,
                keys,
                List.of());
    }

    private static boolean haveAll(List<String> current, @Nullable List<@Nullable String> given) {
        return given == null || given.stream().allMatch(entry -> entry != null && current.contains(entry));
    }

    private List<String> redirectUris(
            ClientType clientType, @Nullable List<@Nullable String> given, List<String> current) {
        if (clientType.signsIn() && (given == null || given.isEmpty())) {
            error("redirectUris", "required");
        }
        return entries("redirectUris", given, MOST_ADDRESSES, clientType.signsIn() || haveAll(current, given));
    }

    private List<String> scopes(ClientType clientType, @Nullable List<@Nullable String> given, List<String> current) {
        List<String> scopes = entries("scopes", given, MOST_SCOPES, true);
        List<FieldError> refused = ScopeRule.errors(clientType, scopes, allowedScopes, current);
        errors.addAll(refused);
        Set<String> pointers = refused.stream().map(FieldError::pointer).collect(Collectors.toSet());
        return IntStream.range(0, scopes.size())
                .filter(i -> !pointers.contains(FieldError.of("scopes/" + i, "").pointer()))
                .mapToObj(scopes::get)
                .toList();
    }

    /** A client without a service account has no roles of its own: each user brings theirs. */
    private List<String> roles(ClientType clientType, @Nullable List<@Nullable String> given) {
        List<String> roles = entries("roles", given, MOST_ROLES, !clientType.signsIn());
        for (int i = 0; i < roles.size(); i++) {
            if (!allowedRoles.contains(roles.get(i))) {
                error("roles/" + i, "unknown-role");
            }
        }
        return roles.stream().filter(allowedRoles::contains).toList();
    }

    private Authentication authentication(ClientType clientType, @Nullable Authentication given) {
        if (clientType.isPublic()) {
            if (given != null && given != Authentication.NONE) {
                error("authentication", "not-for-kind");
            }
            return Authentication.NONE;
        }
        if (given == Authentication.NONE) {
            error("authentication", "not-for-kind");
        }
        return given == Authentication.KEYS ? Authentication.KEYS : Authentication.SECRET;
    }

    private Optional<ClientKeys> keys(Authentication authentication, @Nullable KeySource given) {
        if (authentication != Authentication.KEYS) {
            if (given != null) {
                error("keys", "not-for-kind");
            }
            return Optional.empty();
        }
        if (given == null) {
            error("keys", "required");
            return Optional.empty();
        }
        return ClientKeys.read(given, "keys/", errors);
    }

    private List<String> entries(String field, @Nullable List<@Nullable String> given, int most, boolean allowed) {
        if (given == null || given.isEmpty()) {
            return List.of();
        }
        if (!allowed) {
            error(field, "not-for-kind");
            return List.of();
        }
        if (given.size() > most) {
            error(field, "too-many");
            return List.of();
        }
        List<String> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String entry = given.get(i);
            if (entry == null || entry.isBlank()) {
                error(field + "/" + i, "empty");
            } else if (!seen.add(entry)) {
                error(field + "/" + i, "duplicate");
            }
            // Each keeps its position, so that later problems are shown next to it.
            entries.add(text(field + "/" + i, entry, LONGEST));
        }
        return entries;
    }

    private String text(String field, @Nullable String given, int longest) {
        if (given == null) {
            return "";
        }
        if (given.length() > longest) {
            error(field, "too-long");
            return "";
        }
        if (given.codePoints().anyMatch(DraftValidator::isUnprintable)) {
            error(field, "control-character");
            return "";
        }
        return given.strip();
    }

    private static boolean isUnprintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private void error(String field, String code) {
        errors.add(FieldError.of(field, code));
    }
}
