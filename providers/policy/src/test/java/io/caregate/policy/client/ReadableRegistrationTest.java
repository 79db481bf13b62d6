package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.jose.jwk.JSONWebKeySet;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.representations.oidc.OIDCClientRepresentation;

class ReadableRegistrationTest {

    private static JSONWebKeySet keys(JWK... keys) {
        JSONWebKeySet set = new JSONWebKeySet();
        set.setKeys(keys);
        return set;
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "pairwise", "PUBLIC"})
    void subjectTypeWhenKnownThenAccepted(String type) {
        OIDCClientRepresentation metadata = new OIDCClientRepresentation();
        metadata.setSubjectType(type);
        assertThat(ReadableRegistration.problems(metadata)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "private", "public ", "\u0000"})
    void subjectTypeWhenUnknownThenRefused(String type) {
        OIDCClientRepresentation metadata = new OIDCClientRepresentation();
        metadata.setSubjectType(type);
        assertThat(ReadableRegistration.problems(metadata))
                .singleElement()
                .asString()
                .startsWith("subject_type '")
                .doesNotContain("\u0000");
    }

    @Test
    void keysWhenNoListOrANullInItThenRefused() {
        OIDCClientRepresentation metadata = new OIDCClientRepresentation();
        metadata.setJwks(new JSONWebKeySet());
        assertThat(ReadableRegistration.problems(metadata)).hasSize(1);
        metadata.setJwks(keys(new JWK(), null));
        assertThat(ReadableRegistration.problems(metadata)).hasSize(1);
        metadata.setJwks(keys(new JWK()));
        assertThat(ReadableRegistration.problems(metadata)).isEmpty();
        metadata.setJwks(keys());
        assertThat(ReadableRegistration.problems(metadata)).isEmpty();
    }

    @Test
    void requestWhenEmptyOrUnreadableThenSaidInOneText() {
        OIDCClientRepresentation metadata = new OIDCClientRepresentation();
        assertThat(ReadableRegistration.problem(metadata)).isEmpty();
        assertThat(ReadableRegistration.problemOfBody(metadata)).isEmpty();
        assertThat(ReadableRegistration.problem(null))
                .hasValue("There is no client metadata in the request; send a JSON object.")
                .isEqualTo(ReadableRegistration.problemOfBody(null));
        metadata.setSubjectType("private");
        metadata.setJwks(new JSONWebKeySet());
        assertThat(ReadableRegistration.problem(metadata))
                .hasValue(String.join(" ", ReadableRegistration.problems(metadata)));
        assertThat(ReadableRegistration.problems(metadata)).hasSize(2);
    }
}
