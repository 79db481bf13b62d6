package io.caregate.policy.adapter;

import io.caregate.policy.client.ClientPolicyMonitor;
import io.caregate.policy.client.ClientWriteEnforcer;
import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.AuthorizationEnforcer;
import io.caregate.policy.request.PushedRequestEnforcer;
import io.caregate.policy.request.SamlEnforcer;
import io.caregate.policy.token.JarmEnforcer;
import io.caregate.policy.token.RequestNotes;
import io.caregate.policy.token.RotationEnforcer;
import io.caregate.policy.token.UserInfoEnforcer;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.grants.ciba.clientpolicy.context.BackchannelTokenResponseContext;
import org.keycloak.protocol.oidc.grants.device.clientpolicy.context.DeviceTokenResponseContext;
import org.keycloak.protocol.oidc.par.clientpolicy.context.PushedAuthorizationRequestContext;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.DefaultClientPolicyManager;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.ClientCRUDContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.SamlAuthnRequestContext;
import org.keycloak.services.clientpolicy.context.ServiceAccountTokenResponseContext;
import org.keycloak.services.clientpolicy.context.TokenRefreshResponseContext;
import org.keycloak.services.clientpolicy.context.TokenResponseContext;
import org.keycloak.services.clientpolicy.context.UserInfoRequestContext;

/** Passes each event of Keycloak's policy manager to the guard that it concerns, then to the realm's own policies. */
final class CaregateClientPolicyManager extends DefaultClientPolicyManager {

    private final KeycloakSession session;
    private final Enforcement enforcement;
    private final ClientPolicyMonitor monitor;
    private final RequestNotes notes;

    CaregateClientPolicyManager(Enforcement enforcement, ClientPolicyMonitor monitor) {
        super(enforcement.session());
        this.session = enforcement.session();
        this.enforcement = enforcement;
        this.monitor = monitor;
        this.notes = new RequestNotes(session);
    }

    @Override
    public void triggerOnEvent(ClientPolicyContext context) throws ClientPolicyException {
        requireConsent(context);
        boolean byDocument = context instanceof PreAuthorizationRequestContext raw && isByDocument(raw);
        if (context instanceof PreAuthorizationRequestContext raw && !byDocument) {
            guardRaw(raw);
        } else if (context instanceof AuthorizationRequestContext parsed) {
            enforcement.guard(EnforcementPoint.AUTHORIZATION, () -> {
                new AuthorizationEnforcer(enforcement).check(parsed);
                new JarmEnforcer(enforcement).check(parsed);
            });
        } else if (context instanceof PushedAuthorizationRequestContext pushed) {
            enforcement.guard(
                    EnforcementPoint.PUSHED_AUTHORIZATION, () -> new PushedRequestEnforcer(enforcement).check(pushed));
        } else if (context instanceof SamlAuthnRequestContext saml) {
            enforcement.guard(EnforcementPoint.SAML, () -> new SamlEnforcer(enforcement).check(saml));
        } else if (context instanceof UserInfoRequestContext userInfo) {
            enforcement.guard(EnforcementPoint.USERINFO, () -> new UserInfoEnforcer(enforcement).check(userInfo));
        } else if (context instanceof TokenRefreshResponseContext refresh) {
            notes.rememberIdToken(refresh.getAccessTokenResponseBuilder());
            enforcement.guard(EnforcementPoint.REFRESH, () -> new RotationEnforcer(enforcement).check(refresh));
        } else if (context instanceof TokenResponseContext code) {
            notes.rememberIdToken(code.getAccessTokenResponseBuilder());
        } else if (context instanceof ServiceAccountTokenResponseContext service) {
            notes.rememberIdToken(service.getAccessTokenResponseBuilder());
        } else if (context instanceof DeviceTokenResponseContext device) {
            notes.rememberIdToken(device.getAccessTokenResponseBuilder());
        } else if (context instanceof BackchannelTokenResponseContext ciba) {
            notes.rememberIdToken(ciba.getAccessTokenResponseBuilder());
        } else if (context instanceof ClientCRUDContext write) {
            enforcement.guard(EnforcementPoint.CLIENT_WRITE, () -> new ClientWriteEnforcer(enforcement).check(write));
        }
        if (enforcement.governs()) {
            monitor.inspect(session, enforcement.realm(), () -> flaw(enforcement.realm()));
        }
        super.triggerOnEvent(context);
        if (byDocument) {
            guardRaw((PreAuthorizationRequestContext) context);
        }
    }

    private void requireConsent(ClientPolicyContext context) {
        ClientModel client = session.getContext().getClient();
        if (client != null && RegistrationEnforcer.asksForUsersToken(context.getEvent())) {
            enforcement.guard(
                    context instanceof AuthorizationRequestContext
                            ? EnforcementPoint.AUTHORIZATION
                            : EnforcementPoint.TOKEN,
                    () -> new RegistrationEnforcer(enforcement).requireConsent(client));
        }
    }

    private boolean isByDocument(PreAuthorizationRequestContext raw) {
        return enforcement.realm() != null && new RegistrationEnforcer(enforcement).isByDocument(raw.getClientId());
    }

    private void guardRaw(PreAuthorizationRequestContext raw) {
        enforcement.guard(EnforcementPoint.AUTHORIZATION, () -> {
            new AuthorizationEnforcer(enforcement).check(raw);
            new JarmEnforcer(enforcement).check(raw);
        });
    }

    @Override
    public void updateClientProfiles(RealmModel realm, ClientProfilesRepresentation profiles)
            throws ClientPolicyException {
        super.updateClientProfiles(realm, profiles);
        edited(realm, "client-policies/profiles");
    }

    @Override
    public void updateClientPolicies(RealmModel realm, ClientPoliciesRepresentation policies)
            throws ClientPolicyException {
        super.updateClientPolicies(realm, policies);
        edited(realm, "client-policies/policies");
    }

    private void edited(RealmModel realm, String path) {
        if (enforcement.in(realm).governs()) {
            monitor.edited(session, realm, path);
        }
    }

    private Optional<String> flaw(RealmModel realm) {
        try {
            getClientProfiles(realm, false);
            getClientPolicies(realm, false);
            return Optional.empty();
        } catch (ClientPolicyException unreadable) {
            return Optional.of(unreadable.getError() + ": " + unreadable.getErrorDetail());
        } catch (RuntimeException unreadable) {
            return Optional.of(unreadable.toString());
        }
    }
}
