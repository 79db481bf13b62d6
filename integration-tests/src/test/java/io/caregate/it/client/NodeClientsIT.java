package io.caregate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Clients for servers and command lines, from npm. Each gets its tokens, and each recognises a refusal as the OAuth
 * error that it is, and not as an unreadable answer.
 */
@OnSharedServer
final class NodeClientsIT {
    private static final String FROM_TOKEN_ENDPOINT = "ResponseBodyError";
    private static final String FROM_LOGIN = "AuthorizationResponseError";
    private static final String FROM_ADMIN_API = "NetworkError";
    private static final List<String> REFUSED_RESPONSE_TYPES =
            List.of("token", "id_token", "id_token token", "code token", "code id_token", "code id_token token");
    private static final Map<String, String> WRONG_CLIENTS = Map.of(
            "redirect wildcard", "invalid_redirect_uri",
            "any redirect", "invalid_redirect_uri",
            "any origin", "invalid_client_metadata",
            "implicit flow", "invalid_client_metadata",
            "password grant", "invalid_client_metadata");

    @Test
    void openidClientWhenItFollowsTheRulesThenServedAndElseRefused(Keycloak keycloak) {
        var realm = ClientsRealm.create(keycloak);
        var setup = realm.setup();
        setup.put("initialAccessToken", realm.initialAccessToken());

        var steps = Steps.of("openid-client.mjs", setup);

        assertThat(steps.value("discovery").asText()).isEqualTo(realm.issuer());
        assertToken(steps.value("code"), "openid health-api");
        assertThat(steps.value("userinfo").asText()).isEqualTo(ClientsRealm.THERAPIST);
        steps.refused("code without the role", FROM_LOGIN, "access_denied");
        assertThat(steps.value("code without the scope").asText()).doesNotContain("health-api");
        assertThat(steps.value("pushed request").asText()).isEqualTo("bearer");
        steps.refused("pushed request with another address", FROM_TOKEN_ENDPOINT, "invalid_request");

        assertToken(steps.value("refresh"), "openid health-api");
        steps.refused("refresh with a used token", FROM_TOKEN_ENDPOINT, "invalid_grant");
        steps.refused("refresh after that", FROM_TOKEN_ENDPOINT, "invalid_grant");
        assertThat(steps.value("revocation").isNull()).isTrue();
        steps.refused("refresh after revocation", FROM_TOKEN_ENDPOINT, "invalid_grant");
        assertThat(steps.value("logout").asText()).startsWith(ClientsRealm.SIGNED_OUT);
        steps.refused("refresh after logout", FROM_TOKEN_ENDPOINT, "invalid_grant");

        for (String by : new String[] {"basic", "post", "RS384", "ES384"}) {
            assertToken(steps.value("client credentials by " + by), "health-api");
        }
        steps.refused("client credentials with a wrong secret", FROM_TOKEN_ENDPOINT, "unauthorized_client");
        steps.refused("client credentials without the role", FROM_TOKEN_ENDPOINT, "access_denied");
        steps.refused("client credentials by a key of somebody else", FROM_TOKEN_ENDPOINT, "invalid_client");
        assertThat(steps.value("introspection").asBoolean()).isTrue();

        steps.refused("password", FROM_TOKEN_ENDPOINT, "unsupported_grant_type");
        steps.refused("response type id_token", FROM_LOGIN, "unsupported_response_type");
        steps.refused("response type code id_token", FROM_LOGIN, "unsupported_response_type");
        steps.refused("PKCE plain", FROM_LOGIN, "invalid_request");
        steps.refused("no PKCE", FROM_LOGIN, "invalid_request");
        assertThat(steps.value("registration, good").path(0).asText()).isEqualTo(ClientsRealm.CALLBACK);
        steps.refused("registration, wildcard", FROM_TOKEN_ENDPOINT, "invalid_redirect_uri");
        assertThat(steps.description("registration, wildcard")).contains("https://web.example/*", "exact-redirect-uri");
        steps.assertAllSeen();
    }

    @Test
    void oauth4webapiWhenItFollowsTheRulesThenServedAndElseRefused(Keycloak keycloak) {
        var realm = ClientsRealm.create(keycloak);
        var setup = realm.setup();
        setup.put("initialAccessToken", realm.initialAccessToken());

        var steps = Steps.of("oauth4webapi.mjs", setup);

        assertThat(steps.value("discovery, oidc").asText()).isEqualTo(realm.issuer());
        assertThat(steps.value("discovery, oauth2").asText()).isEqualTo(realm.issuer());
        assertToken(steps.value("code"), "openid health-api");
        steps.refused("code without the role", FROM_LOGIN, "access_denied");
        assertToken(steps.value("refresh"), "openid health-api");
        steps.refused("refresh with a used token", FROM_TOKEN_ENDPOINT, "invalid_grant");
        assertToken(steps.value("code of a confidential client"), "openid");
        assertThat(steps.value("revocation").isNull()).isTrue();
        steps.refused("refresh after revocation", FROM_TOKEN_ENDPOINT, "invalid_grant");
        steps.challenged("userinfo after revocation", "invalid_token");

        for (String by : new String[] {"", " by RS384", " by ES384"}) {
            assertToken(steps.value("client credentials" + by), "health-api");
        }
        steps.refused("client credentials without the role", FROM_TOKEN_ENDPOINT, "access_denied");
        steps.refused("client credentials of an unknown client", FROM_TOKEN_ENDPOINT, "invalid_client");
        steps.refused("client credentials by a key without kid", FROM_TOKEN_ENDPOINT, "invalid_client");
        steps.refused("client credentials by an assertion of an hour", FROM_TOKEN_ENDPOINT, "invalid_client");

        steps.refused("password", FROM_TOKEN_ENDPOINT, "unsupported_grant_type");
        for (String type : REFUSED_RESPONSE_TYPES) {
            steps.refused("response type " + type, FROM_LOGIN, "unsupported_response_type");
        }
        assertThat(steps.value("registration, good").path(0).asText()).isEqualTo(ClientsRealm.CALLBACK);
        steps.refused("registration, wildcard", FROM_TOKEN_ENDPOINT, "invalid_redirect_uri");
        steps.assertAllSeen();
    }

    @Test
    void adminClientWhenItRegistersThenOnlyWhatTheRulesAllow(Keycloak keycloak) {
        var realm = ClientsRealm.create(keycloak);
        realm.realm().realmAdmin();
        var setup = realm.setup();
        setup.put("boss", "realm-boss");

        var steps = Steps.of("keycloak-admin-client.mjs", setup);

        for (String password : new String[] {"password", "password of nobody"}) {
            steps.refused(password, FROM_ADMIN_API, "unsupported_grant_type");
        }
        assertThat(steps.value("sign in").asText()).isEqualTo("string");
        assertThat(steps.value("create").path("id").asText()).isNotEmpty();
        assertThat(steps.value("find").path(0).asText()).isEqualTo("https://made.example/callback");
        WRONG_CLIENTS.forEach((name, error) -> {
            steps.refused("create, " + name, FROM_ADMIN_API, error);
            steps.refused("update, " + name, FROM_ADMIN_API, error);
            assertThat(steps.description("update, " + name)).contains("/caregate/rules#");
        });
        assertThat(steps.value("what was refused").asInt()).isZero();
        steps.refused("partial import", FROM_ADMIN_API, "invalid_redirect_uri");
        steps.value("update");
        assertThat(steps.value("secret").asText()).isEqualTo("secret");
        steps.value("delete");
        assertThat(steps.value("find after that").isNull()).isTrue();
        steps.assertAllSeen();
    }

    private static void assertToken(JsonNode answer, String scope) {
        assertThat(answer.path("access_token").asText()).isNotEmpty();
        assertThat(answer.path("token_type").asText()).isEqualToIgnoringCase("bearer");
        assertThat(answer.path("expires_in").asInt()).isPositive().isLessThanOrEqualTo(300);
        assertThat(answer.path("scope").asText().split(" ")).contains(scope.split(" "));
    }
}
