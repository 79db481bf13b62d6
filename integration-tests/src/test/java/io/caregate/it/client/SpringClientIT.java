package io.caregate.it.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.jwk.JWK;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Spring Security as a client: the filters that {@code oauth2Login()} puts in front of an application, and the token
 * clients behind them. It no longer supports the implicit and the password grant.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SpringClientIT {
    private ClientsRealm realm;

    @BeforeAll
    void create(Keycloak keycloak) {
        realm = ClientsRealm.create(keycloak);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "spa"})
    void loginWhenOfATherapistThenSignedIn(String clientId) throws Exception {
        OAuth2AuthorizedClient client = signIn(registration(clientId), ClientsRealm.THERAPIST);

        assertThat(client.getPrincipalName()).isNotEmpty();
        assertThat(client.getAccessToken().getScopes()).contains(ClientsRealm.API);
        assertThat(client.getRefreshToken()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "spa"})
    void loginWhenWithoutTheRoleThenAccessDenied(String clientId) {
        ClientRegistration registration = registration(clientId);

        OAuth2AuthenticationException refused = catchThrowableOfType(
                OAuth2AuthenticationException.class, () -> signIn(registration, ClientsRealm.PATIENT));

        assertThat(refused.getError().getErrorCode()).isEqualTo("access_denied");
    }

    @Test
    void refreshWhenUsedTwiceThenInvalidGrant() throws Exception {
        OAuth2AuthorizedClient client = signIn(registration("spa"), ClientsRealm.THERAPIST);
        OAuth2RefreshToken first = client.getRefreshToken();
        var request = new OAuth2RefreshTokenGrantRequest(
                client.getClientRegistration(), client.getAccessToken(), Objects.requireNonNull(first));
        var tokens = new RestClientRefreshTokenTokenResponseClient();

        OAuth2AccessTokenResponse renewed = tokens.getTokenResponse(request);
        assertThat(renewed.getRefreshToken().getTokenValue()).isNotEqualTo(first.getTokenValue());

        assertThat(errorOf(() -> tokens.getTokenResponse(request))).isEqualTo("invalid_grant");
    }

    @Test
    void clientCredentialsWhenBySecretThenAToken() {
        for (ClientAuthenticationMethod method : List.of(
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST)) {
            assertThat(clientCredentials(service("backend", method).build())
                            .getAccessToken()
                            .getScopes())
                    .contains(ClientsRealm.API);
        }
    }

    @Test
    void clientCredentialsWhenByKeyThenAToken() {
        for (JWK key : ClientsRealm.keys()) {
            var client = new RestClientClientCredentialsTokenResponseClient();
            client.addParametersConverter(new NimbusJwtClientAuthenticationParametersConverter<>(registration -> key));
            var request = new OAuth2ClientCredentialsGrantRequest(
                    service("signer", ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                            .build());

            assertThat(client.getTokenResponse(request).getAccessToken().getExpiresAt())
                    .isNotNull();
        }
    }

    @Test
    void clientCredentialsWhenRefusedThenTheErrorIsSpringsOwn() {
        assertThat(errorOf(() -> clientCredentials(service("outsider", ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        .build())))
                .isEqualTo("access_denied");
    }

    /** Spring parses the body of a 400 only. Of this 401 (RFC 6749 section 5.2) it keeps the text. */
    @Test
    void clientCredentialsWhenTheSecretIsWrongThenRefused() {
        ClientRegistration registration = service("backend", ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientSecret("wrong")
                .build();

        OAuth2AuthorizationException refused =
                catchThrowableOfType(OAuth2AuthorizationException.class, () -> clientCredentials(registration));

        assertThat(refused.getError().getErrorCode()).isEqualTo("invalid_token_response");
        assertThat(refused).hasMessageContaining("401").hasMessageContaining("unauthorized_client");
    }

    private ClientRegistration registration(String clientId) {
        ClientRegistration.Builder registration = ClientRegistrations.fromIssuerLocation(realm.issuer())
                .registrationId(clientId)
                .clientId(clientId)
                .redirectUri(ClientsRealm.CALLBACK)
                .scope("openid", ClientsRealm.API);
        return clientId.equals("web")
                ? registration.clientSecret("web-secret").build()
                : registration
                        .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        .build();
    }

    private ClientRegistration.Builder service(String clientId, ClientAuthenticationMethod method) {
        return ClientRegistrations.fromIssuerLocation(realm.issuer())
                .registrationId(clientId)
                .clientId(clientId)
                .clientSecret(clientId + "-secret")
                .clientAuthenticationMethod(method)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope(ClientsRealm.API);
    }

    /** From the click on "sign in" to the session of the application. */
    private OAuth2AuthorizedClient signIn(ClientRegistration registration, String user) throws Exception {
        var registrations = new InMemoryClientRegistrationRepository(registration);
        var signedIn = new InMemoryOAuth2AuthorizedClientService(registrations);
        var click = new MockHttpServletRequest("GET", "/oauth2/authorization/" + registration.getRegistrationId());
        click.setServletPath(click.getRequestURI());
        var redirect = new MockHttpServletResponse();
        new OAuth2AuthorizationRequestRedirectFilter(registrations).doFilter(click, redirect, new MockFilterChain());

        URI back = realm.signIn(URI.create(redirect.getRedirectedUrl()), user);

        var answer = new MockHttpServletRequest("GET", back.getPath());
        answer.setScheme(back.getScheme());
        answer.setServerName(back.getHost());
        answer.setServerPort(443);
        answer.setSession(click.getSession());
        UriComponentsBuilder.fromUri(back)
                .build()
                .getQueryParams()
                .forEach((name, values) -> answer.setParameter(name, UriUtils.decode(values.get(0), UTF_8)));
        var filter = new OAuth2LoginAuthenticationFilter(registrations, signedIn);
        filter.setAuthenticationManager(new ProviderManager(new OidcAuthorizationCodeAuthenticationProvider(
                new RestClientAuthorizationCodeTokenResponseClient(), new OidcUserService())));
        var authentication = filter.attemptAuthentication(answer, new MockHttpServletResponse());
        return signedIn.loadAuthorizedClient(registration.getRegistrationId(), authentication.getName());
    }

    private static OAuth2AccessTokenResponse clientCredentials(ClientRegistration registration) {
        return new RestClientClientCredentialsTokenResponseClient()
                .getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration));
    }

    private static String errorOf(ThrowingCallable request) {
        return catchThrowableOfType(OAuth2AuthorizationException.class, request)
                .getError()
                .getErrorCode();
    }
}
