package io.caregate.portal.registration;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.RateLimiter;
import io.caregate.portal.key.HostCheck;
import io.caregate.portal.notice.RequestNotices;
import io.caregate.portal.option.PortalOptions;
import io.caregate.portal.portalclient.PortalClient;
import io.caregate.portal.request.Requests;
import java.time.Clock;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What all calls share. Thread-safe.
 *
 * @param options the operator's options
 * @param hosts the look-up of the hosts of JWKS URLs
 * @param clock the time of what is stored
 * @param checks limits checks, new clients and changes
 * @param notices mails about requests
 */
public record RegistrationContext(
        PortalOptions options, HostCheck hosts, Clock clock, RateLimiter checks, RequestNotices notices)
        implements AutoCloseable {

    /** With the server's own clock and name service. */
    public static RegistrationContext of(PortalOptions options, KeycloakSessionFactory factory) {
        return new RegistrationContext(
                options,
                new HostCheck(options.internalKeyHosts()),
                Clock.systemUTC(),
                new RateLimiter(System::nanoTime),
                new RequestNotices(options.notices(), factory));
    }

    /** Developers' requests, for this caller and in the session's transaction. */
    public Requests requests(KeycloakSession session, Caller caller) {
        return new Requests(
                session, caller, hosts, clock, options.registration(), notices, PortalClient.fixedUrl(session));
    }

    /** The caller as they are shown to themselves, with texts in this language. */
    public CallerView caller(KeycloakSession session, Caller caller, String language) {
        return CallerView.of(session, this, caller, language);
    }

    /** A developer's clients, for this caller and in the session's transaction. */
    public ClientRegistration clients(KeycloakSession session, Caller caller) {
        return new ClientRegistration(new Developer(session, this, caller));
    }

    RegistrationRule rule() {
        return new RegistrationRule(options.registration(), options.mostClients(), options.mostAnHour());
    }

    @Override
    public void close() {
        hosts.close();
        notices.close();
    }
}
