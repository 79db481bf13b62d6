package io.caregate.it.policy;

import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A wallet that fetches a verifiable credential (SD-JWT) by OID4VCI, and the administrator who decides its contents.
 */
record Wallet(Keycloak keycloak, TestRealm realm, Admin admin) {
    private static final String SCOPE = "diploma";
    private static final TestClient CLIENT = TestClient.publicApp("wallet")
            .redirectUris("https://wallet.example.org/callback")
            .attribute("oid4vci.enabled", "true");

    /** Makes a credential with these visible claims. Further attributes are those of its client scope. */
    void offer(Map<String, String> claims, Map<String, String> more) {
        admin.put("/" + realm.name(), Map.of("verifiableCredentialsEnabled", true))
                .expect(204);
        Map<String, String> attributes = new HashMap<>();
        attributes.put("vc.format", "dc+sd-jwt");
        attributes.put("vc.credential_configuration_id", SCOPE);
        attributes.put("vc.verifiable_credential_type", SCOPE);
        attributes.put("vc.issuer_did", realm.oidc().issuer().toString());
        attributes.put("vc.credential_signing_alg", "RS256");
        attributes.put("vc.binding_required", "false");
        attributes.put("vc.sd_jwt.number_of_decoys", "0");
        attributes.put("vc.expiry_in_seconds", "86400");
        attributes.put("vc.credential_build_config.token_jws_type", "JWT");
        attributes.put(
                "vc.credential_build_config.sd_jwt.visible_claims",
                Stream.concat(Stream.of("iat", "nbf", "exp", "jti"), claims.keySet().stream())
                        .collect(Collectors.joining(",")));
        attributes.put("include.in.token.scope", "true");
        attributes.putAll(more);
        String scope = admin.post(
                        realm.adminPath("/client-scopes"),
                        Map.of(
                                "name",
                                SCOPE,
                                "protocol",
                                "oid4vc",
                                "attributes",
                                attributes,
                                "protocolMappers",
                                claims.entrySet().stream()
                                        .map(claim -> mapper(claim.getKey(), claim.getValue()))
                                        .toList()))
                .expect(201)
                .header("Location");
        realm.register(CLIENT).expect(201);
        admin.put(
                        realm.adminPath("/clients/" + admin.clientUuid(realm.name(), CLIENT.id())
                                + "/optional-client-scopes/" + scope.substring(scope.lastIndexOf('/') + 1)),
                        "{}")
                .expect(204);
    }

    private static Map<String, Object> mapper(String claim, String value) {
        return Map.of(
                "name",
                "claim " + claim.substring(0, Math.min(20, claim.length())),
                "protocol",
                "oid4vc",
                "protocolMapper",
                "oid4vc-static-claim-mapper",
                "config",
                Map.of("claim.name", claim, "staticValue", value));
    }

    /** The tokens with which the user's credential is fetched. */
    Answer signIn(String user) {
        admin.post(
                realm.adminPath("/users/" + admin.userId(realm.name(), user) + "/vc/credentials"),
                Map.of("credentialScopeName", SCOPE));
        var request = realm.oidc().authorization(CLIENT).scope("openid", SCOPE);
        Page page = realm.browser().open(request.uri()).login(user, user + "-password");
        return realm.oidc().code(CLIENT, request, page.code());
    }

    Answer refresh(Answer tokens) {
        return realm.oidc().refresh(CLIENT, tokens.refreshToken());
    }

    /** The signed JWT of the user's credential; empty if there is none. */
    String credential(String user) {
        return credential(signIn(user).expect(200));
    }

    String credential(Answer tokens) {
        String id = tokens.json()
                .path("authorization_details")
                .path(0)
                .path("credential_identifiers")
                .path(0)
                .asText();
        var answer = keycloak.given()
                .auth()
                .oauth2(tokens.accessToken())
                .contentType("application/json")
                .body(Map.of("credential_identifier", id))
                .post("/realms/" + realm.name() + "/protocol/oid4vc/credential");
        List<String> credentials =
                answer.statusCode() == 200 ? answer.jsonPath().getList("credentials.credential") : List.of();
        return credentials.isEmpty() ? "" : credentials.get(0).split("~")[0];
    }
}
