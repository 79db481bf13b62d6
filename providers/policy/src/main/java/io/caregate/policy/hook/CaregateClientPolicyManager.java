package io.caregate.policy.hook;

import io.caregate.policy.client.ClientGuard;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.request.AuthorizationGuard;
import io.caregate.policy.request.SamlGuard;
import io.caregate.policy.token.UserInfoGate;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.par.clientpolicy.context.PushedAuthorizationRequestContext;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.DefaultClientPolicyManager;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.ClientCRUDContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.SamlAuthnRequestContext;
import org.keycloak.services.clientpolicy.context.UserInfoRequestContext;

/** Passes each event of Keycloak's policy manager to the guard that it concerns, then to the realm's own policies. */
final class CaregateClientPolicyManager extends DefaultClientPolicyManager {

    private final KeycloakSession session;
    private final PolicyOptions options;

    CaregateClientPolicyManager(KeycloakSession session, PolicyOptions options) {
        super(session);
        this.session = session;
        this.options = options;
    }

    @Override
    public void triggerOnEvent(ClientPolicyContext context) throws ClientPolicyException {
        if (options.governs(session.getContext().getRealm())) {
            guard(context);
        }
        super.triggerOnEvent(context);
    }

    private void guard(ClientPolicyContext context) {
        if (context instanceof PreAuthorizationRequestContext raw) {
            new AuthorizationGuard(options, session).check(raw);
        } else if (context instanceof AuthorizationRequestContext parsed) {
            new AuthorizationGuard(options, session).check(parsed);
        } else if (context instanceof PushedAuthorizationRequestContext pushed) {
            new AuthorizationGuard(options, session).check(pushed);
        } else if (context instanceof SamlAuthnRequestContext saml) {
            new SamlGuard(session).check(saml);
        } else if (context instanceof UserInfoRequestContext userInfo) {
            new UserInfoGate(options).check(session, userInfo);
        } else if (context instanceof ClientCRUDContext write) {
            guardWrite(write);
        }
    }

    private void guardWrite(ClientCRUDContext write) {
        ClientGuard guard = new ClientGuard(options);
        ClientPolicyEvent event = write.getEvent();
        ClientRepresentation proposed = write.getProposedClientRepresentation();
        ClientModel target = write.getTargetClient();
        if (event == ClientPolicyEvent.REGISTER || event == ClientPolicyEvent.UPDATE) {
            guard.check(session, proposed, event == ClientPolicyEvent.REGISTER);
        } else if (target != null && (event == ClientPolicyEvent.REGISTERED || event == ClientPolicyEvent.UPDATED)) {
            // The second version of the Admin API stores clients without the event that the guard listens to.
            guard.check(session, target);
        }
    }
}
