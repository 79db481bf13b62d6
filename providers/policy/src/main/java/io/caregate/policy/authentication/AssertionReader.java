package io.caregate.policy.authentication;

import io.caregate.policy.rule.AssertionAudience;
import io.caregate.policy.rule.AssertionFacts;
import io.caregate.policy.rule.ClientAssertionRule;
import io.caregate.policy.rule.TokenForm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.keys.PublicKeyStorageProvider;
import org.keycloak.keys.PublicKeyStorageUtils;
import org.keycloak.keys.loader.ClientPublicKeyLoader;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.services.Urls;

/** Reads a request that has an assertion into the values that the rule decides on. */
final class AssertionReader {

    private AssertionReader() {}

    /**
     * The rule of the realm, with its addresses as Keycloak's own validator asks for them: see the hostname options.
     */
    static ClientAssertionRule rule(ClientAuthenticationFlowContext context, AssertionAudience accepted) {
        String realm = context.getRealm().getName();
        return new ClientAssertionRule(
                Urls.realmIssuer(context.getUriInfo().getBaseUri(), realm),
                OIDCLoginProtocolService.tokenUrl(context.getUriInfo().getBaseUriBuilder())
                        .build(realm)
                        .toString(),
                accepted);
    }

    static AssertionFacts facts(
            ClientAuthenticationFlowContext context, ClientAssertionState assertion, boolean federated) {
        ClientModel client = assertion.getClient() == null ? context.getClient() : assertion.getClient();
        return ClientAssertionGuard.facts(
                assertion.getJws().getHeader(),
                assertion.getToken(),
                federated,
                () -> ClientAssertionGuard.isKeyIdNeeded(
                        client != null,
                        TokenForm.taken(parameter(context, OAuth2Constants.SCOPE)),
                        () -> client != null && hasSeveralKeys(context.getSession(), client)));
    }

    private static boolean hasSeveralKeys(KeycloakSession session, ClientModel client) {
        String place =
                PublicKeyStorageUtils.getClientModelCacheKey(client.getRealm().getId(), client.getId());
        try {
            return session.getProvider(PublicKeyStorageProvider.class)
                            .getKeys(place, new ClientPublicKeyLoader(session, client))
                            .size()
                    > 1;
        } catch (RuntimeException unreachable) {
            // Keycloak cannot load them either, so it refuses the assertion itself.
            return false;
        }
    }

    /** The client that an assertion names, if it authenticates with this method. */
    static Optional<ClientModel> meantClient(
            ClientAuthenticationFlowContext context, ClientAssertionState assertion, String method) {
        String clientId =
                ClientAssertionGuard.meantClient(parameter(context, OAuth2Constants.CLIENT_ID), assertion.getToken());
        return Optional.ofNullable(context.getRealm().getClientByClientId(clientId))
                .filter(client -> ClientAssertionGuard.authenticatesBy(
                        method, client.isEnabled(), client.isPublicClient(), client.getClientAuthenticatorType()));
    }

    private static @Nullable String parameter(ClientAuthenticationFlowContext context, String name) {
        return context.getHttpRequest().getDecodedFormParameters().getFirst(name);
    }
}
