package io.caregate.policy.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jwk.JSONWebKeySet;
import org.keycloak.representations.oidc.OIDCClientRepresentation;

/**
 * A dynamic registration (RFC 7591 section 3.1) that Keycloak parses before it asks any policy, and answers with a
 * server error if it cannot read it. Such a registration breaks no rule, so there is no event.
 */
final class ReadableRegistration {
    private static final Set<String> SUBJECT_TYPES = Set.of("public", "pairwise");

    private ReadableRegistration() {}

    /** The problem if there is nothing in the request. */
    static Optional<String> problemOfBody(@Nullable Object metadata) {
        return metadata == null
                ? Optional.of("There is no client metadata in the request; send a JSON object.")
                : Optional.empty();
    }

    /** The problem with metadata that Keycloak cannot read, as a text for the registrant; empty if there is none. */
    static Optional<String> problem(@Nullable OIDCClientRepresentation metadata) {
        List<String> problems = metadata == null ? List.of() : problems(metadata);
        return problems.isEmpty() ? problemOfBody(metadata) : Optional.of(String.join(" ", problems));
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
