package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.par.clientpolicy.context.PushedAuthorizationRequestContext;

/** Answers with 400 and an OAuth error (RFC 9126 section 2.3) what {@link PushedRequestGuard} refuses. */
public final class PushedRequestEnforcer {
    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public PushedRequestEnforcer(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.session = session;
    }

    /** Throws the refusal if the request would be refused at the authorization endpoint. */
    public void check(PushedAuthorizationRequestContext context) {
        ClientModel client = context.getClient();
        AuthorizationEndpointRequest request = context.getRequest();
        PushedRequestGuard guard = new PushedRequestGuard(
                options, RequestReader.client(client), RegisteredUrisReader.read(options, session, client));
        for (Refusal refusal : guard.check(RequestReader.parameters(request, request.getRedirectUri()))) {
            if (enforcement.refuses(session, session.getContext().getRealm(), refusal)) {
                throw RefusalAnswers.oauth(session, client, refusal);
            }
        }
    }
}
