package io.caregate.policy.request;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.par.clientpolicy.context.PushedAuthorizationRequestContext;

/** Answers with 400 and an OAuth error (RFC 9126 section 2.3) what {@link PushedRequestGuard} refuses. */
public final class PushedRequestEnforcer {
    private final Enforcement enforcement;

    public PushedRequestEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** Throws the refusal if the request would be refused at the authorization endpoint. */
    public void check(PushedAuthorizationRequestContext context) {
        ClientModel client = context.getClient();
        AuthorizationEndpointRequest request = context.getRequest();
        PushedRequestGuard guard = new PushedRequestGuard(
                enforcement.options(), RequestReader.client(client), RegisteredUrisReader.read(enforcement, client));
        for (Refusal refusal : guard.check(RequestReader.parameters(request, RequestReader.redirectUri(request)))) {
            if (enforcement.refuses(refusal)) {
                throw RefusalAnswers.oauth(enforcement.session(), client, refusal);
            }
        }
    }
}
