package io.caregate.policy.client;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.rule.AdministratorDecision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.oidc.OIDCClientRepresentation;

/**
 * Sets a registered client as {@link RegistrationGuard} decides. It runs after Keycloak has admitted the caller, in the
 * request's transaction.
 */
public final class RegistrationEnforcer {

    private static final ServerLog LOG = ServerLog.of(RegistrationEnforcer.class);
    private static final String BEFORE = "caregate.registration.before.";

    private final PolicyOptions options;
    private final RegistrationGuard guard;

    public RegistrationEnforcer(PolicyOptions options) {
        this.options = options;
        this.guard = new RegistrationGuard(options);
    }

    /** Throws 400 {@code invalid_client_metadata} (RFC 7591 section 3.2.2) if there is nothing in the request. */
    public static void requireBody(@Nullable Object metadata) {
        refuse(ReadableRegistration.problemOfBody(metadata));
    }

    /** The same, also for metadata that Keycloak cannot read. */
    public static void requireReadable(@Nullable OIDCClientRepresentation metadata) {
        refuse(ReadableRegistration.problem(metadata));
    }

    private static void refuse(Optional<String> problem) {
        problem.ifPresent(text -> {
            throw ClientRefusalEnforcer.unstorable(text);
        });
    }

    /** Whether Keycloak keeps the client as a copy of a metadata document. */
    public static boolean isByMetadataDocument(ClientModel client) {
        return new RegistrationReader(client).isByMetadataDocument();
    }

    /** Records how a client is stored before its registrant or an administrator changes it. */
    public void before(KeycloakSession session, ClientModel client) {
        session.setAttribute(BEFORE + client.getId(), RegistrationGuard.Before.of(new RegistrationReader(client)));
    }

    /**
     * After a registration, or a registrant's change: removes all roles of all users from the scope of the client, and
     * requires consent if it could get a protected API's audience, unless an administrator has decided otherwise.
     */
    public void after(KeycloakSession session, ClientModel client) {
        RegistrationGuard.@Nullable Before before = before(session, client.getId());
        RegisteredClient registered = new RegistrationReader(client);
        if (guard.narrowsScope(before, registered)) {
            client.setFullScopeAllowed(false);
        }
        if (guard.asksForConsent(before, registered, () -> ApiReachReader.reachesApi(options, session, client))) {
            askForConsent(session, client);
        }
    }

    /** After an administrator's change: records the decisions for a client that administers itself. */
    public void decided(KeycloakSession session, ClientModel client) {
        guard.decided(
                        before(session, client.getId()),
                        new RegistrationReader(client),
                        () -> ApiReachReader.reachesApi(options, session, client))
                .forEach((decision, so) -> remember(decision, client, so));
    }

    private static RegistrationGuard.@Nullable Before before(KeycloakSession session, String clientUuid) {
        return session.getAttribute(BEFORE + clientUuid, RegistrationGuard.Before.class);
    }

    /** Before a client gets a user's token: requires consent where the guard says so. */
    public void requireConsent(KeycloakSession session, ClientModel client) {
        if (guard.requiresConsent(
                new RegistrationReader(client), () -> ApiReachReader.reachesApi(options, session, client))) {
            askForConsent(session, client);
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

    private void askForConsent(KeycloakSession session, ClientModel client) {
        client.setConsentRequired(true);
        if (ApiReachReader.reachesApiUnseen(options, session, client)) {
            client.setDisplayOnConsentScreen(true);
        }
    }
}
