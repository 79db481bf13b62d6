package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that sign: the public keys that they register, and the tokens that they get with the private ones. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeysIT {
    private Keycloak keycloak;
    private PortalRealm realm;
    private PortalApi dev;
    private PortalApi approver;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        this.keycloak = keycloak;
        realm = new PortalRealm(keycloak);
        dev = realm.as("dev");
        approver = realm.as("approver");
    }

    private static Map<String, Object> spec(Map<String, ?> keys) {
        Map<String, Object> spec = PortalRealm.spec("service", "Signing backend");
        spec.put("authentication", "keys");
        spec.put("keys", keys);
        return spec;
    }

    private Answer accepted(Map<String, ?> keys) {
        String id = dev.post("/api/clients", spec(keys)).expect(202).text("id");
        return approver.post("/api/approvals/" + id + "/accept", null).expect(200);
    }

    private Answer token(DeveloperKey key, String clientId, String kid) {
        Map<String, String> form = new HashMap<>(
                key.authentication(clientId, kid, realm.realm().oidc().issuer().toString()));
        form.put("grant_type", "client_credentials");
        return realm.realm().oidc().post("token", form);
    }

    @Test
    void clientWhenRsaPemThenRs384GivesATokenByTheKidThatIsShown() {
        DeveloperKey key = DeveloperKey.rsa(2048);
        Answer accepted = accepted(Map.of("pem", key.publicPem()));

        String kid = accepted.json().at("/asked/keys/keys/0/kid").asText();

        assertThat(accepted.json().at("/asked/keys/keys/0/alg").asText()).isEqualTo("RS384");
        assertThat(token(key, accepted.text("clientId"), kid).status()).isEqualTo(200);
        assertThat(token(DeveloperKey.rsa(2048), accepted.text("clientId"), kid).error())
                .isEqualTo("invalid_client");
        assertThat(dev.post("/api/requests/" + accepted.text("id") + "/secret", null)
                        .expect(409)
                        .text("code"))
                .isEqualTo("no-secret");
        assertThat(dev.post("/api/clients/" + accepted.text("client") + "/secret", null)
                        .expect(409)
                        .text("code"))
                .isEqualTo("no-secret");
    }

    @Test
    void clientWhenJwksThenEachOfItsKeysGivesAToken() {
        DeveloperKey ec = DeveloperKey.ec("secp384r1");
        DeveloperKey rsa = DeveloperKey.rsa(2048);
        Answer accepted = accepted(Map.of("jwks", Map.of("keys", List.of(ec.jwk("mine"), rsa.jwk("other")))));

        assertThat(token(ec, accepted.text("clientId"), "mine").status()).isEqualTo(200);
        assertThat(token(rsa, accepted.text("clientId"), "other").status()).isEqualTo(200);
        assertThat(token(rsa, accepted.text("clientId"), "mine").error()).isEqualTo("invalid_client");
    }

    @Test
    void keysWhenReplacedThenTheOldOnesEndAtOnce() {
        DeveloperKey before = DeveloperKey.ec("secp384r1");
        DeveloperKey after = DeveloperKey.ec("secp384r1");
        Answer accepted = accepted(Map.of("jwks", Map.of("keys", List.of(before.jwk("a")))));
        token(before, accepted.text("clientId"), "a").expect(200);

        Answer replaced = dev.put(
                        "/api/clients/" + accepted.text("client") + "/keys",
                        Map.of("jwks", Map.of("keys", List.of(after.jwk("b")))))
                .expect(200);

        assertThat(replaced.json().at("/keys/keys/0/kid").asText()).isEqualTo("b");
        assertThat(token(after, accepted.text("clientId"), "b").status()).isEqualTo(200);
        assertThat(token(before, accepted.text("clientId"), "a").error()).isEqualTo("invalid_client");
    }

    @Test
    void keysWhenPrivateThenRefusedAndNowhereInTheLog() {
        DeveloperKey key = DeveloperKey.ec("secp384r1");
        String pem = key.privatePem();
        Map<String, Object> jwk = key.jwk("x");
        jwk.put("d", "c2VjcmV0LXNlY3JldC1zZWNyZXQ");

        for (Map<String, ?> keys : List.of(Map.of("pem", pem), Map.of("jwks", Map.of("keys", List.of(jwk))))) {
            Answer refused = dev.post("/api/clients", spec(keys)).expect(422);
            assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("key-private");
            assertThat(refused.body()).doesNotContain("c2VjcmV0");
        }
        String line = pem.split("\n")[1];
        assertThat(keycloak.server().log()).doesNotContain(line).doesNotContain("c2VjcmV0LXNlY3JldC1zZWNyZXQ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://keys.example.com/jwks             | url-not-https
            https://keys.example.com:8443/jwks       | url-not-https
            https://user@keys.example.com/jwks       | url-unreadable
            https://keys.example.com/jwks#x          | url-unreadable
            https:///jwks                            | url-unreadable
            jwks                                     | url-not-https
            https://127.0.0.1/jwks                   | url-needs-name
            https://127.1/jwks                       | url-unreadable
            https://2130706433/jwks                  | url-needs-name
            https://0x7f.1/jwks                      | url-unreadable
            https://169.254.169.254/latest/meta-data | url-needs-name
            https://10.0.0.1/jwks                    | url-needs-name
            https://[::1]/jwks                       | url-needs-name
            https://[::ffff:127.0.0.1]/jwks          | url-needs-name
            https://[fd00::1]/jwks                   | url-needs-name
            https://8.8.8.8/jwks                     | url-needs-name
            https://localhost/jwks                   | url-not-public
            https://LOCALHOST/jwks                   | url-not-public
            https://no-such-host.invalid/jwks        | url-unknown-host
            """)
    void jwksUrlWhenItCouldReachInsideThenRefused(String url, String code) {
        Answer refused = dev.post("/api/clients", spec(Map.of("jwksUrl", url))).expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("#/keys/jwksUrl");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo(code);
    }

    @Test
    void jwksUrlWhenInsideThenRefusedForReplacedKeysToo() {
        Answer accepted = accepted(Map.of("pem", DeveloperKey.rsa(2048).publicPem()));

        Answer refused = dev.put(
                "/api/clients/" + accepted.text("client") + "/keys", Map.of("jwksUrl", "https://localhost/jwks"));

        assertThat(refused.expect(422).json().at("/errors/0/pointer").asText()).isEqualTo("#/jwksUrl");
        assertThat(dev.get("/api/clients/" + accepted.text("client")).json().at("/keys/keys"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024})
    void keyWhenShortThenRefused(int bits) {
        Answer refused = dev.post(
                "/api/clients", spec(Map.of("pem", DeveloperKey.rsa(bits).publicPem())));
        assertThat(refused.expect(422).json().at("/errors/0/code").asText()).isEqualTo("key-unfit");
    }

    @Test
    void keysWhenTheClientHasASecretThenNone() {
        String id = dev.post("/api/clients", PortalRealm.spec("service", "With secret"))
                .expect(202)
                .text("id");
        String client = approver.post("/api/approvals/" + id + "/accept", null).text("client");

        assertThat(dev.put(
                                "/api/clients/" + client + "/keys",
                                Map.of("pem", DeveloperKey.rsa(2048).publicPem()))
                        .expect(409)
                        .text("code"))
                .isEqualTo("no-keys");
    }
}
