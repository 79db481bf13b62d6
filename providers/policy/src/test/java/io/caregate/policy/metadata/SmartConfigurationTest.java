package io.caregate.policy.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmartConfigurationTest {
    private static final Map<String, Object> OPENID = Map.of(
            "issuer",
            "https://sso.example.org/realms/r",
            "authorization_endpoint",
            "https://sso.example.org/a",
            "token_endpoint",
            "https://sso.example.org/t",
            "grant_types_supported",
            List.of("authorization_code", "client_credentials", "refresh_token", "password"),
            "response_types_supported",
            List.of("code", "none", "id_token token"),
            "token_endpoint_auth_methods_supported",
            List.of("private_key_jwt", "client_secret_basic", "client_secret_post", "tls_client_auth"),
            "token_endpoint_auth_signing_alg_values_supported",
            List.of("RS256", "RS384", "ES384", "HS256", "none"),
            "code_challenge_methods_supported",
            List.of("plain", "S256"));

    private static SmartConfiguration configuration(Map<String, Object> openId, String... scopes) {
        var named = new HashMap<>(openId);
        named.put("scopes_supported", List.of(scopes));
        return new SmartConfiguration(named);
    }

    private static Map<String, Object> document(Map<String, Object> openId, String... scopes) {
        return configuration(openId, scopes).document();
    }

    private static Map<String, Object> without(String field, Object... kept) {
        var changed = new HashMap<>(OPENID);
        changed.put(field, List.of(kept));
        return changed;
    }

    @Test
    void documentWhenOfAWholeRealmThenWhatSmartKnows() {
        assertThat(document(OPENID, "user/Patient.rs", "patient/*.rs", "system/Patient.rs", "offline_access", "email"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "authorization_endpoint",
                        "https://sso.example.org/a",
                        "token_endpoint",
                        "https://sso.example.org/t",
                        "grant_types_supported",
                        List.of("authorization_code", "client_credentials"),
                        "response_types_supported",
                        List.of("code"),
                        "token_endpoint_auth_methods_supported",
                        List.of("client_secret_basic", "client_secret_post", "private_key_jwt"),
                        "token_endpoint_auth_signing_alg_values_supported",
                        List.of("ES384", "RS384"),
                        "scopes_supported",
                        List.of("openid", "offline_access", "patient/*.rs", "system/Patient.rs", "user/Patient.rs"),
                        "code_challenge_methods_supported",
                        List.of("S256"),
                        "capabilities",
                        List.of(
                                "launch-standalone",
                                "authorize-post",
                                "client-public",
                                "client-confidential-symmetric",
                                "client-confidential-asymmetric",
                                "permission-offline",
                                "permission-patient",
                                "permission-user",
                                "permission-v2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"system/Patient.rs", "user/*.cruds", "patient/Patient.r", "user/MedicationRequest.cud"})
    void scopeWhenInTheGrammarThenOffered(String scope) {
        assertThat(configuration(OPENID, "email", scope).isOffered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "health-api", "patient/Patient.read", "patient/Patient.sr", "patient/Patient.", "patient/patient.rs",
                "patient/.rs", "launch/patient", "users/Patient.rs", "user/Patient.rs?a=b", "user/Patient.rs "
            })
    void scopeWhenNotInTheGrammarThenNothingIsOffered(String scope) {
        assertThat(configuration(OPENID, "email", scope).isOffered()).isFalse();
    }

    /** The scopes that Keycloak's option include-client-scopes=false leaves. */
    @Test
    void scopesWhenTheOpenIdConfigurationNamesNoneThenNothingIsOffered() {
        assertThat(new SmartConfiguration(OPENID).isOffered()).isFalse();
        assertThat(configuration(OPENID, "openid").isOffered()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            system/Patient.rs  | permission-patient
            system/Patient.rs  | permission-user
            patient/Patient.rs | permission-user
            user/Patient.rs    | permission-patient
            user/Patient.rs    | permission-offline
            user/Patient.rs    | sso-openid-connect
            user/Patient.rs    | launch-ehr
            user/Patient.rs    | permission-v1
            """)
    void capabilityWhenTheRealmHasNoSuchScopeThenNotSaid(String scope, String capability) {
        assertThat(document(OPENID, scope).get("capabilities").toString())
                .contains("permission-v2")
                .doesNotContain(capability);
    }

    @Test
    void capabilityWhenItsMethodIsOffThenNotSaid() {
        assertThat(document(without("token_endpoint_auth_methods_supported", "client_secret_basic"), "user/Patient.rs")
                        .get("capabilities")
                        .toString())
                .contains("client-confidential-symmetric")
                .doesNotContain("asymmetric");
        assertThat(document(without("token_endpoint_auth_signing_alg_values_supported", "RS256"), "user/Patient.rs")
                        .get("capabilities")
                        .toString())
                .doesNotContain("client-confidential-asymmetric");
        assertThat(document(without("token_endpoint_auth_methods_supported"), "user/Patient.rs")
                        .get("capabilities")
                        .toString())
                .doesNotContain("confidential");
        assertThat(document(without("response_types_supported", "none"), "user/Patient.rs")
                        .get("capabilities")
                        .toString())
                .doesNotContain("launch-standalone", "client-public");
    }
}
