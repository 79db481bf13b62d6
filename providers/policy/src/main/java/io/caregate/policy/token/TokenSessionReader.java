package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AcrProtocolMapper;
import org.keycloak.representations.dpop.DPoP;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.util.DPoPUtil;

/** A client session of Keycloak. */
record TokenSessionReader(KeycloakSession session, AuthenticatedClientSessionModel clientSession)
        implements TokenSession {

    private static final OwnAcr ACR = new OwnAcr();

    private UserSessionModel userSession() {
        return clientSession.getUserSession();
    }

    @Override
    public String realm() {
        return clientSession.getRealm().getName();
    }

    @Override
    public String clientId() {
        return clientSession.getClient().getClientId();
    }

    @Override
    public String id() {
        return userSession().getId();
    }

    @Override
    public @Nullable Subject subject() {
        return SubjectReader.of(clientSession.getRealm(), userSession().getUser());
    }

    @Override
    public @Nullable String serviceClient() {
        UserModel user = userSession().getUser();
        String link = user == null ? null : user.getServiceAccountClientLink();
        ClientModel client = link == null ? null : clientSession.getRealm().getClientById(link);
        return client == null ? null : client.getClientId();
    }

    @Override
    public String acr() {
        return ACR.of(clientSession);
    }

    @Override
    public @Nullable String authTime() {
        return userSession().getNote(AuthenticationManager.AUTH_TIME);
    }

    @Override
    public @Nullable String proofThumbprint() {
        DPoP proof = session.getAttribute(DPoPUtil.DPOP_SESSION_ATTRIBUTE, DPoP.class);
        return proof == null ? null : proof.getThumbprint();
    }

    /** The value that Keycloak's own mapper writes into {@code acr}. */
    private static final class OwnAcr extends AcrProtocolMapper {
        String of(AuthenticatedClientSessionModel clientSession) {
            return getAcr(clientSession);
        }
    }
}
