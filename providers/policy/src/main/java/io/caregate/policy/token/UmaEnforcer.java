package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.IDToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.managers.AppAuthManager;

/**
 * Asks {@link UmaGuard} before and after the UMA grant. It runs in the request's own transaction. In a realm where the
 * rule only reports, nothing is stopped.
 */
public final class UmaEnforcer {

    private final Enforcement enforcement;

    public UmaEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Checks the presented token before Keycloak does. A token that Keycloak cannot verify is left to Keycloak.
     *
     * @throws CorsErrorResponseException with status 400 and {@code invalid_grant}, if the grant may not start from it
     */
    public void before(MultivaluedMap<String, String> form) {
        KeycloakSession session = enforcement.session();
        UmaGuard.presented(bearer(session), form).ifPresent(presented -> {
            IDToken token = session.tokens().decode(presented.encoded(), presented.type());
            new RequestNotes(session).rememberOrigin(UmaGuard.Origin.of(token));
            if (token != null) {
                UmaGuard.refusal(presented, token, readable -> UmaIssuanceReader.of(session, readable))
                        .ifPresent(refusal -> refuse(refusal.ofClient(token.getIssuedFor())));
            }
        });
    }

    // As Keycloak's grant finds it.
    private static @Nullable String bearer(KeycloakSession session) {
        HttpHeaders headers = session.getContext().getHttpRequest().getHttpHeaders();
        String header = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        return header != null && header.toLowerCase(Locale.ROOT).startsWith("bearer")
                ? AppAuthManager.extractAuthorizationHeaderToken(headers)
                : null;
    }

    /**
     * Compares the answer of the grant with the presented token; any other grant is ignored.
     *
     * @throws CorsErrorResponseException with status 400, if it speaks for another user or client, or reaches an API
     *     for which the user's consent is missing
     */
    public void check(TokenPostProcessorContext issued) {
        KeycloakSession session = enforcement.session();
        if (!OAuth2Constants.UMA_GRANT_TYPE.equals(GrantReader.asked(session))) {
            return;
        }
        UserSessionModel userSession =
                issued.clientSessionCtx().getClientSession().getUserSession();
        UserModel user = userSession.getUser();
        UmaGuard.Origin origin = new RequestNotes(session).origin();
        ClientModel client = session.getContext().getClient();
        @Nullable String asking = client == null ? null : client.getClientId();
        new UmaGuard(ApiClientsReader.guard(enforcement))
                .answer(
                        issued.accessToken(),
                        origin,
                        asking,
                        recipient(client(origin == null ? asking : origin.client())),
                        userSession.getId(),
                        user == null ? null : user.getServiceAccountClientLink())
                .ifPresent(refusal -> refuse(refusal));
    }

    private static UmaGuard.@Nullable Recipient recipient(@Nullable ClientModel client) {
        return client == null
                ? null
                : new UmaGuard.Recipient(client.getId(), client.getClientId(), client.isConsentRequired());
    }

    private @Nullable ClientModel client(@Nullable String clientId) {
        return clientId == null ? null : enforcement.realm().getClientByClientId(clientId);
    }

    private void refuse(Refusal refusal) {
        KeycloakSession session = enforcement.session();
        Optional<ClientModel> client = Optional.ofNullable(client(refusal.clientId()));
        if (enforcement.refuses(
                refusal.ofClient(client.map(ClientModel::getClientId).orElse(null)))) {
            session.getTransactionManager().setRollbackOnly();
            throw client.isPresent()
                    ? RefusalAnswers.oauth(session, client.get(), refusal)
                    : RefusalAnswers.badRequest(session, refusal);
        }
    }
}
