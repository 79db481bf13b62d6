package io.caregate.policy.authentication;

import java.util.Objects;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.models.ClientModel;
import org.keycloak.representations.JsonWebToken;

/** Finds the client that an assertion means, although its iss and sub do not say the same. */
final class AssertedClient {

    private AssertedClient() {}

    /** The client, if it is one that authenticates with this method. */
    static Optional<ClientModel> of(ClientAuthenticationFlowContext context, JsonWebToken token, String method) {
        String parameter = context.getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.CLIENT_ID);
        // The sub alone names no client where there is an iss: to an identity provider it is a name of its own.
        String stated =
                parameter != null ? parameter : Objects.requireNonNullElse(token.getIssuer(), token.getSubject());
        return Optional.ofNullable(context.getRealm().getClientByClientId(stated))
                .filter(client -> client.isEnabled()
                        && !client.isPublicClient()
                        && method.equals(client.getClientAuthenticatorType()));
    }
}
