package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.par.clientpolicy.context.PushedAuthorizationRequestContext;

/** The pushed authorization request endpoint: refused with 400 and an OAuth error (RFC 9126 section 2.3). */
public final class PushedRequestGuard {
    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public PushedRequestGuard(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.session = session;
    }

    /** Throws the refusal if the request would be refused at the authorization endpoint. */
    public void check(PushedAuthorizationRequestContext context) {
        ClientModel client = context.getClient();
        for (Refusal refusal : found(client, context.getRequest())) {
            if (enforcement.refuses(session, session.getContext().getRealm(), refusal)) {
                throw RefusalAnswers.oauth(session, client, refusal);
            }
        }
    }

    private List<Refusal> found(ClientModel client, AuthorizationEndpointRequest request) {
        RequestRefusals refusals = new RequestRefusals(
                options.pkce(),
                RequestReader.client(client),
                EnforcementPoint.PUSHED_AUTHORIZATION,
                EventType.PUSHED_AUTHORIZATION_REQUEST);
        RegisteredUris registered = RegisteredUrisReader.read(options, session, client);
        String redirectUri = request.getRedirectUri();
        boolean exact = redirectUri == null
                ? registered.single().map(registered::hasRedirectUri).orElse(true)
                : registered.hasRedirectUri(redirectUri);
        List<Refusal> found = new ArrayList<>();
        if (!exact) {
            found.add(refusals.redirectUri(redirectUri));
        }
        found.addAll(refusals.in(RequestReader.parameters(request, redirectUri)));
        return found;
    }
}
