package io.caregate.policy.adapter;

import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.GrantReader;
import io.caregate.policy.token.RotationEnforcer;
import io.caregate.policy.token.SubjectEnforcer;
import io.caregate.policy.token.TokenEnforcer;
import io.caregate.policy.token.UmaEnforcer;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;

/** SPI {@code token-interceptor}: every access token of every grant passes here, last, before it is signed. */
public final class CaregateTokenPostProcessorFactory implements TokenPostProcessorFactory, GuardedFactory {

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return context -> {
            if (context.accessToken() != null) {
                Enforcement enforcement = enforcement(session);
                enforcement.guard(EnforcementPoint.TOKEN, () -> {
                    if (OAuth2Constants.UMA_GRANT_TYPE.equals(GrantReader.asked(session))) {
                        requireConsent(enforcement, context.accessToken().getIssuedFor());
                    }
                    new UmaEnforcer(enforcement).check(context);
                    new RotationEnforcer(enforcement).endWithPresented(context);
                    new SubjectEnforcer(enforcement).check(context);
                    new TokenEnforcer(enforcement).check(context.clientSessionCtx(), context.accessToken());
                });
            }
        };
    }

    /** The UMA grant raises no event of client policies, as all others do, and knows its client only in the end. */
    private static void requireConsent(Enforcement enforcement, @Nullable String clientId) {
        ClientModel client = clientId == null ? null : enforcement.realm().getClientByClientId(clientId);
        if (client != null) {
            new RegistrationEnforcer(enforcement).requireConsent(client);
        }
    }

    /** Checked here too, since the other places that check may not be called. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        RequiredProviders.requireInForce(factory);
    }

    @Override
    public String getId() {
        return PolicyOptions.PROVIDER_ID;
    }

    @Override
    public int order() {
        return ProviderOrder.AFTER_ALL_POST_PROCESSORS;
    }
}
