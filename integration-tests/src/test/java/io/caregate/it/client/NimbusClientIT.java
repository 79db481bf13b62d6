package io.caregate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationErrorResponse;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nimbus' SDK, on which much of Java's OAuth is built. It parses answers into its own types, errors too. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NimbusClientIT {
    private static final ClientID SPA = new ClientID("spa");
    private static final ClientAuthentication WEB = basic("web");

    private ClientsRealm realm;
    private OIDCProviderMetadata server;

    @BeforeAll
    void create(Keycloak keycloak) throws GeneralException, IOException {
        realm = ClientsRealm.create(keycloak);
        server = OIDCProviderMetadata.resolve(new Issuer(realm.issuer()));
    }

    @Test
    void codeWhenOfATherapistThenTokensThatAreValid() throws Exception {
        var nonce = new Nonce();
        OIDCTokens tokens = tokens(signIn(SPA, ResponseType.CODE, ClientsRealm.THERAPIST, nonce, ClientsRealm.API));

        var validator = new IDTokenValidator(
                server.getIssuer(),
                SPA,
                JWSAlgorithm.RS256,
                server.getJWKSetURI().toURL());
        assertThat(validator.validate(tokens.getIDToken(), nonce).getStringClaim("preferred_username"))
                .isEqualTo(ClientsRealm.THERAPIST);
        assertThat(tokens.getAccessToken().getLifetime()).isPositive().isLessThanOrEqualTo(300);
        assertThat(tokens.getAccessToken().getScope()).contains(new Scope.Value(ClientsRealm.API));
    }

    @Test
    void codeWhenWithoutTheRoleThenAccessDenied() throws Exception {
        SignedIn patient = signIn(SPA, ResponseType.CODE, ClientsRealm.PATIENT, new Nonce(), ClientsRealm.API);

        assertThat(error(patient.answer()).getCode()).isEqualTo("access_denied");
        assertThat(patient.answer().toErrorResponse().getIssuer()).isEqualTo(server.getIssuer());
    }

    @Test
    void refreshWhenUsedTwiceThenInvalidGrant() throws Exception {
        RefreshToken first = tokens(signIn(SPA, ResponseType.CODE, ClientsRealm.THERAPIST, new Nonce()))
                .getRefreshToken();
        RefreshToken second = token(new TokenRequest.Builder(endpoint(), SPA, new RefreshTokenGrant(first)).build())
                .toSuccessResponse()
                .getTokens()
                .getRefreshToken();

        assertThat(second).isNotEqualTo(first);
        assertThat(refused(new TokenRequest.Builder(endpoint(), SPA, new RefreshTokenGrant(first)).build())
                        .getCode())
                .isEqualTo("invalid_grant");
    }

    @Test
    void refreshWhenRevokedThenInvalidGrant() throws Exception {
        RefreshToken token = tokens(signIn(SPA, ResponseType.CODE, ClientsRealm.THERAPIST, new Nonce()))
                .getRefreshToken();

        new TokenRevocationRequest(server.getRevocationEndpointURI(), SPA, token)
                .toHTTPRequest()
                .send()
                .ensureStatusCode(200);

        assertThat(refused(new TokenRequest.Builder(endpoint(), SPA, new RefreshTokenGrant(token)).build())
                        .getCode())
                .isEqualTo("invalid_grant");
    }

    @Test
    void clientCredentialsWhenByAnyAdvertisedMeansThenAToken() throws Exception {
        var post = new ClientSecretPost(new ClientID("backend"), new Secret("backend-secret"));
        for (ClientAuthentication means : new ClientAuthentication[] {basic("backend"), post}) {
            assertThat(clientCredentials(means).getLifetime()).isPositive();
            assertThat(server.getTokenEndpointAuthMethods()).contains(means.getMethod());
        }
        for (JWK key : ClientsRealm.keys()) {
            var algorithm = JWSAlgorithm.parse(key.getAlgorithm().getName());
            assertThat(clientCredentials(assertion(key, algorithm)).getLifetime())
                    .isPositive();
            assertThat(server.getTokenEndpointJWSAlgs()).contains(algorithm);
        }
    }

    @Test
    void clientCredentialsWhenRefusedThenTheErrorIsNimbusOwn() throws Exception {
        assertThat(refused(request(basic("outsider"), new ClientCredentialsGrant(), ClientsRealm.API))
                        .getCode())
                .isEqualTo("access_denied");
        ErrorObject wrong = refused(request(
                new ClientSecretBasic(new ClientID("backend"), new Secret("wrong")), new ClientCredentialsGrant()));
        assertThat(wrong.getCode()).isEqualTo("unauthorized_client");
        assertThat(wrong.getHTTPStatusCode()).isEqualTo(401);
    }

    @Test
    void accessTokenWhenIntrospectedThenActiveUntilTheRoleGoes() throws Exception {
        BearerAccessToken token = clientCredentials(basic("backend"));
        assertThat(introspect(token)).isTrue();

        var admin = realm.realm().admin();
        String name = realm.realm().name();
        String account = admin.serviceAccountId(name, "backend");
        admin.revoke(name, account, "therapist");
        try {
            assertThat(introspect(token)).isFalse();
        } finally {
            admin.grant(name, account, "therapist");
        }
    }

    @Test
    void passwordGrantWhenAskedForThenUnsupportedGrantType() throws Exception {
        var grant =
                new ResourceOwnerPasswordCredentialsGrant(ClientsRealm.THERAPIST, new Secret(ClientsRealm.PASSWORD));

        assertThat(refused(request(WEB, grant)).getCode()).isEqualTo("unsupported_grant_type");
        assertThat(server.getGrantTypes()).doesNotContain(grant.getType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "id_token token", "code token", "code id_token", "code id_token token"})
    void responseTypeWhenNotCodeThenUnsupported(String type) throws Exception {
        ResponseType responseType = ResponseType.parse(type);

        assertThat(error(signIn(new ClientID("web"), responseType, ClientsRealm.THERAPIST, new Nonce())
                                .answer())
                        .getCode())
                .isEqualTo("unsupported_response_type");
        assertThat(server.getResponseTypes()).doesNotContain(responseType).contains(ResponseType.CODE);
    }

    /** OpenID Connect has no such type, but OAuth has. */
    @Test
    void responseTypeWhenTokenThenUnsupported() throws Exception {
        var request = new AuthorizationRequest.Builder(ResponseType.TOKEN, new ClientID("web"))
                .endpointURI(server.getAuthorizationEndpointURI())
                .redirectionURI(URI.create(ClientsRealm.CALLBACK))
                .state(new State())
                .build();

        AuthorizationResponse answer =
                AuthorizationResponse.parse(realm.signIn(request.toURI(), ClientsRealm.THERAPIST));

        assertThat(answer.toErrorResponse().getErrorObject().getCode()).isEqualTo("unsupported_response_type");
        assertThat(answer.getState()).isEqualTo(request.getState());
    }

    @Test
    void registrationWhenWithAWildcardThenInvalidRedirectUri() throws Exception {
        assertThat(register("https://nimbus.example/callback").indicatesSuccess())
                .isTrue();

        ClientRegistrationErrorResponse refused =
                register("https://nimbus.example/*").toErrorResponse();
        assertThat(refused.getErrorObject().getCode()).isEqualTo("invalid_redirect_uri");
        assertThat(refused.getErrorObject().getDescription()).contains("https://nimbus.example/*");
    }

    /** The result that the browser has brought back. */
    private record SignedIn(AuthenticationResponse answer, CodeVerifier verifier) {}

    private SignedIn signIn(ClientID client, ResponseType type, String user, Nonce nonce, String... scopes)
            throws Exception {
        var verifier = new CodeVerifier();
        var state = new State();
        var scope = new Scope("openid");
        scope.addAll(new Scope(scopes));
        URI address = new AuthenticationRequest.Builder(type, scope, client, URI.create(ClientsRealm.CALLBACK))
                .endpointURI(server.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        URI back = realm.signIn(address, user);
        AuthenticationResponse answer = AuthenticationResponseParser.parse(back);
        assertThat(answer.getState()).isEqualTo(state);
        return new SignedIn(answer, verifier);
    }

    private static ErrorObject error(AuthenticationResponse answer) {
        assertThat(answer.indicatesSuccess()).as(answer.toString()).isFalse();
        return answer.toErrorResponse().getErrorObject();
    }

    private OIDCTokens tokens(SignedIn signedIn) throws Exception {
        AuthorizationCode code = signedIn.answer().toSuccessResponse().getAuthorizationCode();
        var grant = new AuthorizationCodeGrant(code, URI.create(ClientsRealm.CALLBACK), signedIn.verifier());
        TokenResponse answer = OIDCTokenResponseParser.parse(new TokenRequest.Builder(endpoint(), SPA, grant)
                .build()
                .toHTTPRequest()
                .send());
        assertThat(answer.indicatesSuccess()).isTrue();
        return (OIDCTokens) answer.toSuccessResponse().getTokens();
    }

    private URI endpoint() {
        return server.getTokenEndpointURI();
    }

    private TokenRequest request(ClientAuthentication client, AuthorizationGrant grant, String... scope) {
        return new TokenRequest.Builder(endpoint(), client, grant)
                .scope(scope.length == 0 ? null : new Scope(scope))
                .build();
    }

    private TokenResponse token(TokenRequest request) throws Exception {
        return TokenResponse.parse(request.toHTTPRequest().send());
    }

    private ErrorObject refused(TokenRequest request) throws Exception {
        TokenResponse answer = token(request);
        assertThat(answer.indicatesSuccess()).isFalse();
        return answer.toErrorResponse().getErrorObject();
    }

    private BearerAccessToken clientCredentials(ClientAuthentication client) throws Exception {
        TokenResponse answer = token(request(client, new ClientCredentialsGrant(), ClientsRealm.API));
        assertThat(answer.indicatesSuccess())
                .as("%s", answer.toHTTPResponse().getBody())
                .isTrue();
        return answer.toSuccessResponse().getTokens().getBearerAccessToken();
    }

    private ClientAuthentication assertion(JWK key, JWSAlgorithm algorithm) throws Exception {
        return new PrivateKeyJWT(
                new ClientID("signer"),
                endpoint(),
                algorithm,
                ((AsymmetricJWK) key).toPrivateKey(),
                key.getKeyID(),
                null);
    }

    private boolean introspect(BearerAccessToken token) throws Exception {
        var request =
                new TokenIntrospectionRequest(server.getIntrospectionEndpointURI(), basic(ClientsRealm.API), token);
        TokenIntrospectionResponse answer =
                TokenIntrospectionResponse.parse(request.toHTTPRequest().send());
        return answer.toSuccessResponse().isActive();
    }

    private ClientRegistrationResponse register(String redirectUri) throws Exception {
        var metadata = new ClientMetadata();
        metadata.setRedirectionURI(URI.create(redirectUri));
        return ClientRegistrationResponse.parse(new ClientRegistrationRequest(
                        server.getRegistrationEndpointURI(),
                        metadata,
                        new BearerAccessToken(realm.initialAccessToken()))
                .toHTTPRequest()
                .send());
    }

    private static ClientAuthentication basic(String id) {
        return new ClientSecretBasic(new ClientID(id), new Secret(id + "-secret"));
    }
}
