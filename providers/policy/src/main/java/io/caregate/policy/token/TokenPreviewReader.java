package io.caregate.policy.token;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/** A request for a token, with Keycloak's own token manager to run its mappers. */
record TokenPreviewReader(KeycloakSession session, ClientSessionContext context) implements TokenPreview {

    private AuthenticatedClientSessionModel clientSession() {
        return context.getClientSession();
    }

    /** The access token that Keycloak would make now. */
    AccessToken accessToken() {
        var userSession = clientSession().getUserSession();
        return new TokenManager()
                .createClientAccessToken(
                        session,
                        clientSession().getRealm(),
                        clientSession().getClient(),
                        userSession.getUser(),
                        userSession,
                        context,
                        context.isOfflineTokenRequested());
    }

    @Override
    public String clientId() {
        return clientSession().getClient().getClientId();
    }

    @Override
    public @Nullable String scope() {
        return context.getScopeString();
    }

    @Override
    public @Nullable String signInScope() {
        return clientSession().getNote(OAuth2Constants.SCOPE);
    }

    @Override
    public Map<String, List<String>> form() {
        return GrantReader.form(session);
    }

    @Override
    public boolean isLightweight(AccessToken token) {
        return session.getProvider(TokenContextEncoderProvider.class)
                        .getTokenContextFromTokenId(token.getId())
                        .getTokenType()
                == AccessTokenContext.TokenType.LIGHTWEIGHT;
    }

    @Override
    public boolean introspectionCouldAddAudience() {
        return anyMapper(IntrospectionMappers::couldAddAudience);
    }

    @Override
    public AccessToken introspected(AccessToken token) {
        return new TokenManager()
                .transformIntrospectionAccessToken(
                        session, token, new AccessToken(), clientSession().getUserSession(), context);
    }

    @Override
    public boolean idTokenCouldAddAudience() {
        return anyMapper(IdTokenMappers::couldAddAudience);
    }

    @Override
    public IDToken mapped(IDToken token) {
        return new TokenManager()
                .transformIDToken(session, token, clientSession().getUserSession(), context);
    }

    @Override
    public AudienceBefore audienceBefore() {
        return new RequestNotes(session).audienceBefore();
    }

    private boolean anyMapper(BiPredicate<ProtocolMapperModel, @Nullable ProviderFactory<?>> could) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        return context.getProtocolMappersStream()
                .anyMatch(mapper -> could.test(
                        mapper, factory.getProviderFactory(ProtocolMapper.class, mapper.getProtocolMapper())));
    }
}
