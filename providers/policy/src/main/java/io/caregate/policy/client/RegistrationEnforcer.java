package io.caregate.policy.client;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.rule.AdministratorDecision;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.oidc.OIDCClientRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyEvent;

/**
 * Sets a registered client as {@link RegistrationGuard} decides. It runs after Keycloak has admitted the caller, in the
 * request's transaction.
 */
public final class RegistrationEnforcer {

    private static final ServerLog LOG = ServerLog.of(RegistrationEnforcer.class);
    private static final String BEFORE = "caregate.registration.before.";

    private final Enforcement enforcement;
    private final KeycloakSession session;
    private final RegistrationGuard guard;

    public RegistrationEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
        this.session = enforcement.session();
        this.guard = new RegistrationGuard(enforcement.options());
    }

    /**
     * Throws 400 {@code invalid_client_metadata} (RFC 7591 section 3.2.2) if there is nothing in the request, unless
     * nothing is refused at all.
     */
    public void requireBody(@Nullable Object metadata) {
        refuse(() -> ReadableRegistration.problemOfBody(metadata));
    }

    /**
     * The same, also for metadata that Keycloak cannot read. Keeps the others: a refusal by a rule uses their names
     * instead of Keycloak's own.
     */
    public void requireReadable(@Nullable OIDCClientRepresentation metadata) {
        refuse(() -> ReadableRegistration.problem(metadata));
        if (metadata != null) {
            ClientRefusalEnforcer.registers(session, metadata);
        }
    }

    private void refuse(Supplier<Optional<String>> problem) {
        if (!enforcement.options().refusesNothing()) {
            problem.get().ifPresent(text -> {
                throw ClientRefusalEnforcer.unstorable(text);
            });
        }
    }

    /** Whether a request is of a client by metadata document; see {@link RegistrationGuard#isByDocument}. */
    public boolean isByDocument(@Nullable String clientId) {
        return RegistrationGuard.isByDocument(
                clientId, id -> Optional.ofNullable(enforcement.realm().getClientByClientId(id))
                        .<RegisteredClient>map(RegistrationReader::new));
    }

    /** Records how a client is stored before its registrant or an administrator changes it. */
    public void before(ClientModel client) {
        session.setAttribute(BEFORE + client.getId(), RegistrationGuard.Before.of(new RegistrationReader(client)));
    }

    /**
     * After a registration, or a registrant's change: removes all roles of all users from the scope of the client, and
     * requires consent if it could get a protected API's audience, unless an administrator has decided otherwise.
     */
    public void after(ClientModel client) {
        RegistrationGuard.@Nullable Before before = before(client.getId());
        RegisteredClient registered = new RegistrationReader(client);
        if (guard.narrowsScope(before, registered)) {
            client.setFullScopeAllowed(false);
        }
        if (guard.asksForConsent(before, registered, () -> ApiReachReader.reachesApi(enforcement, client))) {
            askForConsent(client);
        }
    }

    /** After an administrator's change: records the decisions for a client that administers itself. */
    public void decided(ClientModel client) {
        guard.decided(
                        before(client.getId()),
                        new RegistrationReader(client),
                        () -> ApiReachReader.reachesApi(enforcement, client))
                .forEach((decision, so) -> remember(decision, client, so));
    }

    private RegistrationGuard.@Nullable Before before(String clientUuid) {
        return session.getAttribute(BEFORE + clientUuid, RegistrationGuard.Before.class);
    }

    /** Whether a client is about to get a user's token, or to start the flow that gets one. */
    public static boolean asksForUsersToken(ClientPolicyEvent event) {
        return RegistrationGuard.asksForUsersToken(event);
    }

    /** Before a client gets a user's token: requires consent where the guard says so. */
    public void requireConsent(ClientModel client) {
        if (guard.requiresConsent(
                new RegistrationReader(client), () -> ApiReachReader.reachesApi(enforcement, client))) {
            askForConsent(client);
            LOG.infof("Consent required realm=%s client=%s", client.getRealm().getName(), client.getClientId());
        }
    }

    private static void remember(AdministratorDecision decision, ClientModel client, boolean so) {
        if (so) {
            client.setAttribute(decision.attribute(), "true");
        } else if (client.getAttribute(decision.attribute()) != null) {
            client.removeAttribute(decision.attribute());
        }
    }

    private void askForConsent(ClientModel client) {
        client.setConsentRequired(true);
        if (ApiReachReader.reachesApiUnseen(enforcement, client)) {
            client.setDisplayOnConsentScreen(true);
        }
    }
}
