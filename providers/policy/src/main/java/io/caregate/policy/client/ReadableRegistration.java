package io.caregate.policy.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jwk.JSONWebKeySet;
import org.keycloak.representations.oidc.OIDCClientRepresentation;

/**
 * Refuses a dynamic registration (RFC 7591 section 3.1) that Keycloak takes apart before it asks any policy, and then
 * answers with a server error. Such a registration breaks no rule, so there is no event.
 */
public final class ReadableRegistration {
    private static final Set<String> SUBJECT_TYPES = Set.of("public", "pairwise");

    private ReadableRegistration() {}

    /** Throws 400 {@code invalid_client_metadata} (RFC 7591 section 3.2.2) if there is nothing in the request. */
    public static void requireBody(@Nullable Object metadata) {
        if (metadata == null) {
            throw StorableClient.refuse("There is no client metadata in the request; send a JSON object.");
        }
    }

    /** The same also for metadata that Keycloak cannot read. */
    public static void require(@Nullable OIDCClientRepresentation metadata) {
        requireBody(metadata);
        List<String> problems = metadata == null ? List.of() : problems(metadata);
        if (!problems.isEmpty()) {
            throw StorableClient.refuse(String.join(" ", problems));
        }
    }

    static List<String> problems(OIDCClientRepresentation metadata) {
        FieldProblems problems = new FieldProblems();
        String subjectType = metadata.getSubjectType();
        if (subjectType != null && !SUBJECT_TYPES.contains(subjectType.toLowerCase(Locale.ROOT))) {
            problems.add("subject_type", subjectType, "it is no subject type; write public or pairwise");
        }
        JSONWebKeySet keys = metadata.getJwks();
        if (keys != null && !isKeySet(keys)) {
            problems.add("jwks", "", "it is no set of keys (RFC 7517 section 5); write an object with a list keys");
        }
        return problems.all();
    }

    private static boolean isKeySet(JSONWebKeySet keys) {
        return keys.getKeys() != null && Arrays.stream(keys.getKeys()).allMatch(key -> key != null);
    }
}
