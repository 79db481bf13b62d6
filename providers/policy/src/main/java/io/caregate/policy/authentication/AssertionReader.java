package io.caregate.policy.authentication;

import io.caregate.policy.rule.AssertionFacts;
import io.caregate.policy.rule.ClientAssertionRule;
import io.caregate.policy.rule.SmartScope;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.jose.jws.JWSHeader;
import org.keycloak.keys.PublicKeyStorageProvider;
import org.keycloak.keys.PublicKeyStorageUtils;
import org.keycloak.keys.loader.ClientPublicKeyLoader;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.services.Urls;

/** Reads a request that has an assertion into the values that the rule decides on. */
final class AssertionReader {

    private AssertionReader() {}

    /**
     * The rule of the realm, with its addresses as Keycloak's own validator asks for them: see the hostname options.
     */
    static ClientAssertionRule rule(ClientAuthenticationFlowContext context) {
        String realm = context.getRealm().getName();
        return new ClientAssertionRule(
                Urls.realmIssuer(context.getUriInfo().getBaseUri(), realm),
                OIDCLoginProtocolService.tokenUrl(context.getUriInfo().getBaseUriBuilder())
                        .build(realm)
                        .toString());
    }

    static AssertionFacts facts(
            ClientAuthenticationFlowContext context, ClientAssertionState assertion, boolean federated) {
        JsonWebToken token = assertion.getToken();
        String keyId = assertion.getJws().getHeader().getKeyId();
        return new AssertionFacts(
                federated,
                isSymmetric(assertion.getJws().getHeader()),
                keyId,
                federated || keyId != null || isKeyIdNeeded(context, assertion),
                token.getIssuer(),
                token.getSubject(),
                audiences(token.getAudience()),
                token.getExp(),
                token.getIat(),
                token.getId());
    }

    private static boolean isKeyIdNeeded(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        String scope = context.getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.SCOPE);
        ClientModel client = assertion.getClient() == null ? context.getClient() : assertion.getClient();
        return client == null || SmartScope.isIn(scope) || hasSeveralKeys(context.getSession(), client);
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
            // Keycloak cannot load them either, so it refuses the assertion by itself.
            return false;
        }
    }

    // Without an algorithm Keycloak refuses it all the same.
    private static boolean isSymmetric(JWSHeader header) {
        return header.getAlgorithm() != null && header.getRawAlgorithm().startsWith("HS");
    }

    private static List<String> audiences(String @Nullable [] audiences) {
        if (audiences == null) {
            return List.of();
        }
        // Keycloak reads anything but text as null.
        return Arrays.stream(audiences)
                .map(audience -> Objects.requireNonNullElse(audience, ""))
                .toList();
    }
}
