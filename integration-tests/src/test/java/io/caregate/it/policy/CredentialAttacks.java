package io.caregate.it.policy;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.policy.UndisarmableIT.Attack;
import io.caregate.it.policy.UndisarmableIT.Target;
import java.util.Map;
import java.util.stream.Stream;

/** Ways to have the realm's key sign a credential, or a token for a device, that speaks for another user. */
final class CredentialAttacks {
    private static final String API = "health-api";
    private static final String ALGORITHM = "vc.credential_signing_alg";
    private static final String TYPE = "vc.credential_build_config.token_jws_type";

    private CredentialAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(
                new Attack("a credential that is an administrator's access token", target -> {
                    String jwt = credential(target, tokenOf(administrator(target), "Bearer"), Map.of());
                    return administers(target, jwt);
                }),
                new Attack("the same with another spelling of the type", target -> {
                    String jwt = credential(target, tokenOf(administrator(target), "bEARER"), Map.of());
                    return administers(target, jwt);
                }),
                new Attack("the same, signed with the secret of Keycloak's own tokens", target -> {
                    String jwt =
                            credential(target, tokenOf(administrator(target), "Bearer"), Map.of(ALGORITHM, "HS512"));
                    return administers(target, jwt);
                }),
                new Attack("a refresh token, signed with the secret of Keycloak's own tokens", target -> {
                    Map<String, String> claims = Map.of("typ", "Refresh", "azp", "wallet", "sub", "somebody");
                    return !credential(target, claims, Map.of(ALGORITHM, "HS512"))
                            .isEmpty();
                }),
                new Attack("a credential of the type of an action token", target -> {
                    String jwt = credential(target, tokenOf(administrator(target), "reset-credentials"), Map.of());
                    return !jwt.isEmpty();
                }),
                new Attack("a credential with the name of another user", target -> {
                    String thea = target.admin().userId(target.realm().name(), "thea");
                    return !credential(target, Map.of("sub", thea), Map.of()).isEmpty();
                }),
                new Attack("a credential with the header of a logout token", target -> {
                    String jwt = credential(target, Map.of("aud", API), Map.of(TYPE, "logout+jwt"));
                    return isForTheApi(jwt);
                }),
                new Attack("a credential that looks like a logout token", target -> {
                    Map<String, String> claims = Map.of("aud", API, "typ", "Logout", "events", "{}");
                    return isForTheApi(credential(target, claims, Map.of(TYPE, "logout+jwt")));
                }),
                new Attack("what an authentication device gets, before anybody has approved", target -> {
                    String user = administrator(target);
                    TestClient ciba = TestClient.confidential("ciba")
                            .set("fullScopeAllowed", true)
                            .attribute("oidc.ciba.grant.enabled", "true")
                            .attribute("ciba.backchannel.token.delivery.mode", "poll");
                    target.post("/clients", ciba.json()).expect(201);
                    target.realm().oidc().ciba(ciba, "thea").expect(200);
                    String token = target.keycloak().cibaDevice().token("thea");
                    return Oidc.claims(token).path("sub").asText().equals(user) && administers(target, token);
                }),
                new Attack("what an authentication device gets, exchanged", target -> {
                    TestClient ciba = TestClient.confidential("ciba")
                            .attribute("standard.token.exchange.enabled", "true")
                            .attribute("oidc.ciba.grant.enabled", "true")
                            .attribute("ciba.backchannel.token.delivery.mode", "poll")
                            .audienceMapper(API);
                    target.post("/clients", ciba.json()).expect(201);
                    target.realm().oidc().ciba(ciba, "thea").expect(200);
                    Answer exchanged = target.realm()
                            .oidc()
                            .exchange(ciba, target.keycloak().cibaDevice().token("thea"), Map.of());
                    return isForTheApi(exchanged.accessToken());
                }));
    }

    /** Makes the therapist an administrator of the realm. Returns her id. */
    private static String administrator(Target target) {
        String thea = target.admin().userId(target.realm().name(), "thea");
        target.realm().admin().grantClientRole(target.realm().name(), thea, "realm-management", "realm-admin");
        return thea;
    }

    private static Map<String, String> tokenOf(String user, String type) {
        return Map.of("typ", type, "azp", "security-admin-console", "sub", user, "scope", "openid profile email");
    }

    private static String credential(Target target, Map<String, String> claims, Map<String, String> attributes) {
        var wallet = new Wallet(target.keycloak(), target.realm(), target.admin());
        wallet.offer(claims, attributes);
        return wallet.credential("pat");
    }

    static boolean administers(Target target, String jwt) {
        return target.keycloak()
                        .given()
                        .auth()
                        .oauth2(jwt)
                        .get("/admin/realms/" + target.realm().name() + "/users")
                        .statusCode()
                == 200;
    }

    private static boolean isForTheApi(String jwt) {
        return jwt.split("\\.").length == 3
                && Oidc.claims(jwt).path("aud").toString().contains("\"" + API + "\"");
    }
}
