package io.caregate.policy.facts;

import io.caregate.policy.rule.SigningKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jwk.JSONWebKeySet;
import org.keycloak.util.JsonSerialization;

/** Reads the set of keys that is stored with a client that authenticates by one of them. */
final class SigningKeys {

    private SigningKeys() {}

    /** The keys; none if the client has an address for them, or a set that Keycloak cannot read. */
    static List<SigningKey> of(@Nullable String authenticator, Map<String, String> attributes) {
        String stored = attributes.get(SigningKey.STORED_SET);
        if (stored == null || !SigningKey.isStored(authenticator, attributes)) {
            return List.of();
        }
        try {
            JSONWebKeySet keys = JsonSerialization.readValue(stored, JSONWebKeySet.class);
            return keys == null || keys.getKeys() == null
                    ? List.of()
                    : Arrays.stream(keys.getKeys())
                            .filter(Objects::nonNull)
                            .map(key -> new SigningKey(key.getKeyId(), key.getPublicKeyUse(), key.getAlgorithm()))
                            .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
