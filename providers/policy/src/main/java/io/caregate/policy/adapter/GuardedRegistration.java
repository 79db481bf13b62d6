package io.caregate.policy.adapter;

import io.caregate.policy.client.RegistrationAttemptsEnforcer;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.services.clientregistration.ClientRegistrationAuth;

/** The code that the two registration providers share; each extends a class of Keycloak's. */
final class GuardedRegistration {

    private final Enforcement enforcement;
    private final Supplier<ClientRegistrationAuth> auth;

    /**
     * For one request.
     *
     * @param auth how the caller has authenticated; Keycloak sets it before it asks
     */
    GuardedRegistration(Enforcement enforcement, Supplier<ClientRegistrationAuth> auth) {
        this.enforcement = enforcement;
        this.auth = auth;
    }

    /** A registration: the guard is asked before Keycloak is, and a refusal by either of them is counted. */
    Response create(Runnable guard, Supplier<Response> keycloaks) {
        try {
            return update(guard, keycloaks);
        } catch (WebApplicationException refused) {
            enforcement.guard(EnforcementPoint.CLIENT_WRITE, this::count);
            throw refused;
        }
    }

    /** A change: the guard is asked before Keycloak is. */
    Response update(Runnable guard, Supplier<Response> keycloaks) {
        enforcement.guard(EnforcementPoint.CLIENT_WRITE, guard);
        return keycloaks.get();
    }

    private void count() {
        ClientRegistrationAuth caller = auth.get();
        if (caller.isInitialAccessToken() && caller.getInitialAccessModel() != null) {
            new RegistrationAttemptsEnforcer(enforcement).refused(caller.getInitialAccessModel());
        }
    }
}
