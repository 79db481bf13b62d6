package io.caregate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Healthcare;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A FHIR client from npm at the sample API, with a token that it gets as in SMART Backend Services. */
@OnSharedServer
final class FhirKitClientIT {

    @Test
    void fhirKitClientWhenItHasASystemsTokenThenServedAndElseRefused(Keycloak keycloak) {
        try (var site = new Healthcare(keycloak)) {
            var admin = site.realm().admin();
            String realm = site.realm().name();
            var signer = TestClient.service("signer")
                    .set("clientAuthenticatorType", "client-jwt")
                    .attribute("use.jwks.string", "true")
                    .attribute(
                            "jwks.string",
                            new JWKSet(ClientsRealm.keys()).toPublicJWKSet().toString());
            site.realm().register(signer).expect(201);
            admin.grantClientRole(realm, admin.serviceAccountId(realm, "signer"), "health-api", "system");

            var steps = Steps.of(
                    "fhir-kit-client.mjs",
                    Map.of(
                            "fhir",
                            site.api().url() + "/fhir",
                            "keys",
                            List.of(ClientsRealm.keys().get(1).toJSONObject())));

            assertThat(steps.value("capability statement").asText()).startsWith("4.0");
            steps.answered("search without a token", 401);
            assertThat(steps.value("token endpoint").asText())
                    .isEqualTo(site.oidc().endpoint("token").toString());
            assertThat(steps.value("token").path("scope").asText()).contains("system/Patient.rs");
            assertThat(steps.value("search").path("total").asInt()).isPositive();
            assertThat(steps.value("read").asText()).isEqualTo("Patient");
            steps.answered("read what is not there", 404);
            steps.answered("search with a token that was changed", 401);
            steps.assertAllSeen();
        }
    }
}
