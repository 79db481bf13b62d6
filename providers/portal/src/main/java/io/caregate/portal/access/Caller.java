package io.caregate.portal.access;

import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.UUID;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.admin.AdminAuth;

/** The caller, for the duration of the call. */
public final class Caller {
    private final RealmModel realm;
    private final AuthResult proof;

    Caller(RealmModel realm, AuthResult proof) {
        this.realm = realm;
        this.proof = proof;
    }

    public RealmModel realm() {
        return realm;
    }

    public UserModel user() {
        return proof.user();
    }

    /** The session in which the user is signed in. */
    public UserSessionModel session() {
        return proof.session();
    }

    /** Whether a person calls, and not a service account. */
    public boolean isPerson() {
        return user().getServiceAccountClientLink() == null;
    }

    /** Whether the user holds the realm role now. */
    public boolean holds(String role) {
        RoleModel wanted = realm.getRole(role);
        return wanted != null && holds(user(), wanted);
    }

    /**
     * Whether a user holds a role: directly, by group or by composite. A service account must have been given the role
     * itself: Keycloak adds each new one to the default groups and the default role, no matter who created its client.
     */
    public static boolean holds(UserModel user, RoleModel role) {
        return user.getServiceAccountClientLink() == null
                ? user.hasRole(role)
                : user.getRealmRoleMappingsStream().anyMatch(role::equals);
    }

    /** This caller, or 403 if they do not hold the role. */
    public Caller require(String role) {
        if (!holds(role)) {
            throw ProblemException.of(ProblemType.ROLE_MISSING);
        }
        return this;
    }

    /** The same caller in another session of this request, whose own transaction is over. */
    public Caller in(KeycloakSession fresh) {
        RealmModel here = fresh.realms().getRealm(realm.getId());
        UserModel user = fresh.users().getUserById(here, proof.user().getId());
        ClientModel client = here.getClientById(proof.client().getId());
        if (user == null || client == null) {
            throw ProblemException.of(ProblemType.TOKEN_INVALID);
        }
        return new Caller(here, new AuthResult(user, proof.session(), proof.token(), client));
    }

    /** The caller in the form that Keycloak's client policies and admin events need. */
    public AdminAuth adminAuth() {
        return new AdminAuth(realm, proof.token(), proof.user(), proof.client());
    }

    /**
     * The same with all roles that the user holds now, for Keycloak's permissions of administrators, which read roles
     * from the token. Keycloak could also be asked about a user without a token, but 26.6 then forgets the realm.
     */
    public AdminAuth adminAuthWithRoles() {
        AccessToken all = new AccessToken();
        // Without Keycloak's prefix, the id does not say that the roles are to be read from elsewhere.
        all.id(UUID.randomUUID().toString());
        all.iat(proof.token().getIat());
        all.subject(user().getId());
        all.issuedFor(proof.client().getClientId());
        all.setSessionId(proof.token().getSessionId());
        all.setRealmAccess(new AccessToken.Access());
        for (RoleModel role : RoleUtils.getDeepUserRoleMappings(user())) {
            AccessToken.Access access = role.getContainer() instanceof ClientModel client
                    ? all.addAccess(client.getClientId())
                    : all.getRealmAccess();
            access.addRole(role.getName());
        }
        return new AdminAuth(realm, all, user(), proof.client());
    }
}
