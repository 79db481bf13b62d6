package io.caregate.policy.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.protocol.oidc.representations.OIDCConfigurationRepresentation;

class TruthfulMetadataTest {

    private static final List<String> STOCK_GRANTS = List.of(
            "authorization_code",
            "client_credentials",
            "implicit",
            "password",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code");
    private static final List<String> SERVED_GRANTS = List.of(
            "authorization_code",
            "client_credentials",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code");
    private static final List<String> STOCK_RESPONSE_TYPES = List.of(
            "code",
            "none",
            "id_token",
            "token",
            "id_token token",
            "code id_token",
            "code token",
            "code id_token token");

    private static OIDCConfigurationRepresentation typed(
            List<String> grants, List<String> responseTypes, List<String> methods) {
        OIDCConfigurationRepresentation document = new OIDCConfigurationRepresentation();
        document.setIssuer("https://login.example/realms/healthcare");
        document.setGrantTypesSupported(grants);
        document.setResponseTypesSupported(responseTypes);
        document.setCodeChallengeMethodsSupported(methods);
        return document;
    }

    @Test
    void typedWhenStockWithImmutableListsThenOnlyWhatIsServed() {
        OIDCConfigurationRepresentation document = typed(STOCK_GRANTS, STOCK_RESPONSE_TYPES, List.of("plain", "S256"));
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document.getGrantTypesSupported()).isEqualTo(SERVED_GRANTS);
        assertThat(document.getResponseTypesSupported()).containsExactly("code", "none");
        assertThat(document.getCodeChallengeMethodsSupported()).containsExactly("S256");
        assertThat(document.getIssuer()).isEqualTo("https://login.example/realms/healthcare");
    }

    @Test
    void typedWhenFieldsAbsentThenSaidSinceTheirDefaultWouldBeALie() {
        OIDCConfigurationRepresentation document = typed(null, null, null);
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document.getGrantTypesSupported()).containsExactly("authorization_code");
        assertThat(document.getResponseTypesSupported()).containsExactly("code", "none");
        assertThat(document.getCodeChallengeMethodsSupported()).containsExactly("S256");
    }

    @Test
    void mapWhenStockThenOnlyWhatIsServedAndTheRestUntouched() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", "https://login.example/realms/healthcare");
        document.put("grant_types_supported", STOCK_GRANTS);
        document.put("response_types_supported", Set.of("token", "code"));
        document.put("response_modes_supported", List.of("query", "fragment"));
        document.put("code_challenge_methods_supported", List.of("plain", "S256"));
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document)
                .containsExactly(
                        Map.entry("issuer", "https://login.example/realms/healthcare"),
                        Map.entry("grant_types_supported", SERVED_GRANTS),
                        Map.entry("response_types_supported", List.of("code")),
                        Map.entry("response_modes_supported", List.of("query", "fragment")),
                        Map.entry("code_challenge_methods_supported", List.of("S256")));
    }

    @Test
    void mapWhenFieldsAbsentOrNullThenSaidSinceTheirDefaultWouldBeALie() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("grant_types_supported", null);
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document)
                .containsOnly(
                        Map.entry("grant_types_supported", List.of("authorization_code")),
                        Map.entry("response_types_supported", List.of("code", "none")),
                        Map.entry("code_challenge_methods_supported", List.of("S256")));
    }

    @Test
    void mapWhenOverrideFileHasNoListThenNothingIsOffered() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("grant_types_supported", "password");
        document.put("response_types_supported", Arrays.asList("token", null, 5));
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document).containsEntry("grant_types_supported", List.of());
        assertThat(document).containsEntry("response_types_supported", List.of());
    }

    @Test
    void typedWhenStockThenOnlySignaturesThatAClientCanCheckAndPublicClients() {
        OIDCConfigurationRepresentation document = typed(STOCK_GRANTS, STOCK_RESPONSE_TYPES, List.of("S256"));
        document.setIdTokenSigningAlgValuesSupported(List.of("HS256", "ES384", "HS512", "RS256"));
        document.setUserInfoSigningAlgValuesSupported(List.of("HS384", "PS256", "none"));
        document.setAuthorizationSigningAlgValuesSupported(List.of("RS256", "HS256"));
        document.setTokenEndpointAuthSigningAlgValuesSupported(List.of("HS256", "RS256"));
        document.setTokenEndpointAuthMethodsSupported(List.of("private_key_jwt"));
        document.setRevocationEndpointAuthMethodsSupported(List.of("none", "private_key_jwt"));
        document.setIntrospectionEndpointAuthMethodsSupported(List.of("private_key_jwt"));
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document.getIdTokenSigningAlgValuesSupported()).containsExactly("ES384", "RS256");
        assertThat(document.getUserInfoSigningAlgValuesSupported()).containsExactly("PS256", "none");
        assertThat(document.getAuthorizationSigningAlgValuesSupported()).containsExactly("RS256");
        assertThat(document.getTokenEndpointAuthSigningAlgValuesSupported()).containsExactly("HS256", "RS256");
        assertThat(document.getTokenEndpointAuthMethodsSupported()).containsExactly("private_key_jwt", "none");
        assertThat(document.getRevocationEndpointAuthMethodsSupported()).containsExactly("none", "private_key_jwt");
        assertThat(document.getIntrospectionEndpointAuthMethodsSupported()).containsExactly("private_key_jwt");
    }

    @Test
    void mapWhenStockThenOnlySignaturesThatAClientCanCheckAndPublicClients() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("userinfo_signing_alg_values_supported", List.of("HS256", "ES384", "none"));
        document.put("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document)
                .containsEntry("userinfo_signing_alg_values_supported", List.of("ES384", "none"))
                .containsEntry("token_endpoint_auth_methods_supported", List.of("private_key_jwt", "none"))
                .doesNotContainKeys(
                        "id_token_signing_alg_values_supported", "revocation_endpoint_auth_methods_supported");
    }

    @Test
    void typedWhenAllRulesOnlyReportThenSignaturesAndMethodsAsStock() {
        OIDCConfigurationRepresentation document = typed(STOCK_GRANTS, STOCK_RESPONSE_TYPES, List.of("S256"));
        document.setIdTokenSigningAlgValuesSupported(List.of("HS256", "RS256"));
        document.setTokenEndpointAuthMethodsSupported(List.of("private_key_jwt"));
        new TruthfulMetadata(rule -> false).apply(document);
        assertThat(document.getIdTokenSigningAlgValuesSupported()).containsExactly("HS256", "RS256");
        assertThat(document.getTokenEndpointAuthMethodsSupported()).containsExactly("private_key_jwt");
    }

    @Test
    void applyWhenTwiceThenTheSame() {
        OIDCConfigurationRepresentation document = typed(STOCK_GRANTS, STOCK_RESPONSE_TYPES, List.of("plain"));
        new TruthfulMetadata(rule -> true).apply(document);
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document.getGrantTypesSupported()).isEqualTo(SERVED_GRANTS);
        assertThat(document.getResponseTypesSupported()).containsExactly("code", "none");
    }

    @Test
    void applyWhenOtherDocumentThenLeftAlone() {
        List<String> document = List.of("password");
        new TruthfulMetadata(rule -> true).apply(document);
        assertThat(document).containsExactly("password");
    }

    @Test
    void typedWhenRulesOnlyReportThenAsStock() {
        OIDCConfigurationRepresentation document = typed(STOCK_GRANTS, STOCK_RESPONSE_TYPES, List.of("plain", "S256"));
        new TruthfulMetadata(rule -> false).apply(document);
        assertThat(document.getGrantTypesSupported()).isEqualTo(STOCK_GRANTS);
        assertThat(document.getResponseTypesSupported()).isEqualTo(STOCK_RESPONSE_TYPES);
        assertThat(document.getCodeChallengeMethodsSupported()).containsExactly("plain", "S256");
    }

    @Test
    void typedWhenOneRuleOnlyReportsThenThatPartIsAsStock() {
        OIDCConfigurationRepresentation document = typed(STOCK_GRANTS, STOCK_RESPONSE_TYPES, List.of("plain", "S256"));
        new TruthfulMetadata(rule -> rule != RuleId.NO_PASSWORD_GRANT).apply(document);
        assertThat(document.getGrantTypesSupported()).contains("password").doesNotContain("implicit");
        assertThat(document.getResponseTypesSupported()).containsExactly("code", "none");
        assertThat(document.getCodeChallengeMethodsSupported()).containsExactly("S256");
    }
}
