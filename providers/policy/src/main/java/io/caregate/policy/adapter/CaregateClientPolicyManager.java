package io.caregate.policy.adapter;

import io.caregate.policy.client.ClientEnforcer;
import io.caregate.policy.client.ClientPolicyMonitor;
import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.AuthorizationEnforcer;
import io.caregate.policy.request.PushedRequestEnforcer;
import io.caregate.policy.request.SamlEnforcer;
import io.caregate.policy.rule.StorableText;
import io.caregate.policy.token.JarmEnforcer;
import io.caregate.policy.token.RequestNotes;
import io.caregate.policy.token.RotationEnforcer;
import io.caregate.policy.token.UserInfoEnforcer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.grants.ciba.clientpolicy.context.BackchannelTokenResponseContext;
import org.keycloak.protocol.oidc.grants.device.clientpolicy.context.DeviceTokenResponseContext;
import org.keycloak.protocol.oidc.par.clientpolicy.context.PushedAuthorizationRequestContext;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.DefaultClientPolicyManager;
import org.keycloak.services.clientpolicy.context.AdminClientRegisterContext;
import org.keycloak.services.clientpolicy.context.AdminClientRegisteredContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdateContext;
import org.keycloak.services.clientpolicy.context.AdminClientUpdatedContext;
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
    private final PolicyOptions options;
    private final ClientPolicyMonitor monitor;
    private final RequestNotes notes;

    CaregateClientPolicyManager(KeycloakSession session, PolicyOptions options, ClientPolicyMonitor monitor) {
        super(session);
        this.session = session;
        this.options = options;
        this.monitor = monitor;
        this.notes = new RequestNotes(session);
    }

    @Override
    public void triggerOnEvent(ClientPolicyContext context) throws ClientPolicyException {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = session.getContext().getClient();
        if (client != null && asksForAUsersToken(context.getEvent())) {
            EnforcementPoint enforcementPoint = context instanceof AuthorizationRequestContext
                    ? EnforcementPoint.AUTHORIZATION
                    : EnforcementPoint.TOKEN;
            guard(realm, enforcementPoint, () -> new RegistrationEnforcer(options).requireConsent(session, client));
        }
        boolean byDocument =
                realm != null && context instanceof PreAuthorizationRequestContext raw && isByDocument(realm, raw);
        if (context instanceof PreAuthorizationRequestContext raw && !byDocument) {
            guardRaw(realm, raw);
        } else if (context instanceof AuthorizationRequestContext parsed) {
            guard(realm, EnforcementPoint.AUTHORIZATION, () -> {
                new AuthorizationEnforcer(options, session).check(parsed);
                new JarmEnforcer(options).check(session, parsed);
            });
        } else if (context instanceof PushedAuthorizationRequestContext pushed) {
            guard(realm, EnforcementPoint.PUSHED_AUTHORIZATION, () -> new PushedRequestEnforcer(options, session)
                    .check(pushed));
        } else if (context instanceof SamlAuthnRequestContext saml) {
            guard(realm, EnforcementPoint.SAML, () -> new SamlEnforcer(options, session).check(saml));
        } else if (context instanceof UserInfoRequestContext userInfo) {
            guard(realm, EnforcementPoint.USERINFO, () -> new UserInfoEnforcer(options).check(session, userInfo));
        } else if (context instanceof TokenRefreshResponseContext refresh) {
            notes.rememberIdToken(refresh.getAccessTokenResponseBuilder());
            guard(realm, EnforcementPoint.REFRESH, () -> new RotationEnforcer(options).check(session, refresh));
        } else if (context instanceof TokenResponseContext code) {
            notes.rememberIdToken(code.getAccessTokenResponseBuilder());
        } else if (context instanceof ServiceAccountTokenResponseContext service) {
            notes.rememberIdToken(service.getAccessTokenResponseBuilder());
        } else if (context instanceof DeviceTokenResponseContext device) {
            notes.rememberIdToken(device.getAccessTokenResponseBuilder());
        } else if (context instanceof BackchannelTokenResponseContext ciba) {
            notes.rememberIdToken(ciba.getAccessTokenResponseBuilder());
        } else if (context instanceof ClientCRUDContext write) {
            guard(realm, EnforcementPoint.CLIENT_WRITE, () -> guardWrite(write));
        }
        if (realm != null && options.governs(realm)) {
            monitor.inspect(session, realm, () -> flaw(realm));
        }
        super.triggerOnEvent(context);
        if (byDocument) {
            guardRaw(realm, (PreAuthorizationRequestContext) context);
        }
    }

    private void guardRaw(@Nullable RealmModel realm, PreAuthorizationRequestContext raw) {
        guard(realm, EnforcementPoint.AUTHORIZATION, () -> {
            new AuthorizationEnforcer(options, session).check(raw);
            new JarmEnforcer(options).check(session, raw);
        });
    }

    // The realm's policies create or change such a client during the request; it is judged as it is afterwards.
    private static boolean isByDocument(RealmModel realm, PreAuthorizationRequestContext raw) {
        String clientId = raw.getClientId();
        // Some texts cannot be used in a database query.
        if (clientId == null
                || !clientId.startsWith("http")
                || StorableText.problem(clientId, Integer.MAX_VALUE).isPresent()) {
            return false;
        }
        ClientModel client = realm.getClientByClientId(clientId);
        return client == null || RegistrationEnforcer.isByMetadataDocument(client);
    }

    private void guard(@Nullable RealmModel realm, EnforcementPoint enforcementPoint, Runnable guard) {
        new Enforcement(options).guard(session, realm, enforcementPoint, guard);
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
        if (options.governs(realm)) {
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

    private void guardWrite(ClientCRUDContext write) {
        ClientEnforcer clients = new ClientEnforcer(options);
        ClientPolicyEvent event = write.getEvent();
        ClientRepresentation proposed = write.getProposedClientRepresentation();
        ClientModel target = write.getTargetClient();
        RegistrationEnforcer registration = new RegistrationEnforcer(options);
        if (event == ClientPolicyEvent.REGISTER || event == ClientPolicyEvent.UPDATE) {
            clients.check(session, proposed, event == ClientPolicyEvent.REGISTER);
            if (target != null) {
                clients.before(session, target);
                registration.before(session, target);
            }
            if (!isAdministrators(write)) {
                clients.checkRegistration(session, proposed, target);
            }
        } else if (target != null && (event == ClientPolicyEvent.REGISTERED || event == ClientPolicyEvent.UPDATED)) {
            if (isAdministrators(write)) {
                registration.decided(session, target);
            } else {
                registration.after(session, target);
            }
            // The second version of the Admin API stores clients without the event that the guard listens to.
            clients.check(session, target);
        }
    }

    /** Every other write is a registration: by RFC 7591, by a metadata document, or by what Keycloak adds to them. */
    private static boolean isAdministrators(ClientCRUDContext write) {
        return write instanceof AdminClientRegisterContext
                || write instanceof AdminClientRegisteredContext
                || write instanceof AdminClientUpdateContext
                || write instanceof AdminClientUpdatedContext;
    }

    /** Whether a client is about to get a user's token, or to start the flow that gets one. */
    private static boolean asksForAUsersToken(ClientPolicyEvent event) {
        return switch (event) {
            case AUTHORIZATION_REQUEST,
                    TOKEN_REQUEST,
                    TOKEN_REFRESH,
                    TOKEN_EXCHANGE_REQUEST,
                    BACKCHANNEL_TOKEN_REQUEST,
                    JWT_AUTHORIZATION_GRANT -> true;
            default -> false;
        };
    }
}
