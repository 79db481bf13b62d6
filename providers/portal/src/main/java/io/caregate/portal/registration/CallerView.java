package io.caregate.portal.registration;

import io.caregate.portal.access.Caller;
import io.caregate.portal.access.Roles;
import io.caregate.portal.client.ScopeChoice;
import io.caregate.portal.clienterror.ClientErrorList;
import io.caregate.portal.request.UserNames;
import io.caregate.portal.store.PortalStore;
import java.util.List;
import org.keycloak.common.Profile;
import org.keycloak.models.KeycloakSession;

/**
 * The signed-in user, and what they may do.
 *
 * @param roles those roles of theirs that the web app has a page for
 * @param scopes the scopes that they may give a client
 * @param waiting for an approver, the number of requests that wait for a decision; otherwise 0
 * @param secretRotation whether the server can keep the previous secret of a client for a while
 * @param signIns whether there is an audit log in which they can read about their own account
 */
public record CallerView(
        String id,
        String username,
        String name,
        List<String> roles,
        String registration,
        boolean mayRegister,
        Limit clients,
        List<ScopeChoice.Scope> scopes,
        int waiting,
        boolean secretRotation,
        boolean signIns) {

    /** The used part of a limit. */
    public record Limit(int used, int most) {}

    public CallerView {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
    }

    static CallerView of(KeycloakSession session, RegistrationContext context, Caller caller, String language) {
        RegistrationRule rule = context.rule();
        PortalStore store = new PortalStore(session);
        boolean developer = caller.holds(Roles.DEVELOPER);
        return new CallerView(
                caller.user().getId(),
                caller.user().getUsername(),
                UserNames.name(caller.user()),
                Roles.SHOWN.stream().filter(caller::holds).toList(),
                rule.mode().toString(),
                rule.newClient(developer).isEmpty(),
                new Limit(developer ? store.clientCount(caller.user().getId()) : 0, rule.mostClients()),
                developer ? new ScopeChoice(caller.realm()).described(session, language) : List.of(),
                caller.holds(Roles.APPROVER) ? store.pendingCount() : 0,
                Profile.isFeatureEnabled(Profile.Feature.CLIENT_SECRET_ROTATION),
                caller.isPerson() && ClientErrorList.isAvailable(session));
    }
}
