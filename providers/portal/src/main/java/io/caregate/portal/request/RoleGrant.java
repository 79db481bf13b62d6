package io.caregate.portal.request;

import io.caregate.portal.access.Caller;
import io.caregate.portal.client.Draft;
import io.caregate.portal.client.ProtectedApis;
import io.caregate.portal.problem.FieldError;
import io.caregate.portal.problem.ProblemException;
import io.caregate.portal.problem.ProblemType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * Gives roles to the service account of a client, as Keycloak's Admin API does. Being an approver is not enough:
 * Keycloak's own permissions must let the caller map the role, and map roles of that account. They are those of the
 * user. The portal's token has no admin role, so the roles in the token do not matter.
 */
final class RoleGrant {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final Caller caller;
    private final ProtectedApis apis;
    private final AdminPermissionEvaluator permissions;

    RoleGrant(KeycloakSession session, Caller caller) {
        this.session = session;
        this.realm = caller.realm();
        this.caller = caller;
        this.apis = new ProtectedApis(realm);
        this.permissions = AdminPermissions.evaluator(session, realm, caller.adminAuthWithRoles());
    }

    /**
     * Whether the caller may map this role; false if there is no such role.
     *
     * @param client the client whose service account would get it; null if it is not created yet
     */
    boolean isPermitted(String role, @Nullable ClientModel client) {
        UserModel account = client == null ? null : session.users().getServiceAccount(client);
        return (account == null || permissions.users().canMapRoles(account))
                && apis.role(role).filter(this::mayMap).isPresent();
    }

    /** A composite role gives all that it contains, of which Keycloak's check of the role itself knows nothing. */
    private boolean mayMap(RoleModel role) {
        Set<String> seen = new HashSet<>();
        Deque<RoleModel> left = new ArrayDeque<>(List.of(role));
        while (!left.isEmpty()) {
            RoleModel next = left.pop();
            if (seen.add(next.getId())) {
                if (!permissions.roles().canMapRole(next)) {
                    return false;
                }
                next.getCompositesStream().forEach(left::push);
            }
        }
        return true;
    }

    /** Refuses roles that were not requested, or that no API asks for any more. */
    void require(List<String> given, Draft draft) {
        Set<String> allowed = apis.serviceRoles();
        List<FieldError> wrong = IntStream.range(0, given.size())
                .filter(i -> !draft.roles().contains(given.get(i)) || !allowed.contains(given.get(i)))
                .mapToObj(i -> FieldError.of("roles/" + i, "unknown-role"))
                .toList();
        if (!wrong.isEmpty()) {
            throw ProblemException.of(ProblemType.INVALID_CLIENT, wrong);
        }
    }

    /** Gives the client's service account these roles, which were {@linkplain #require checked}. */
    void give(ClientModel client, List<String> given) {
        if (given.isEmpty()) {
            return;
        }
        UserModel account = session.users().getServiceAccount(client);
        if (account == null || !permissions.users().canMapRoles(account)) {
            throw ProblemException.of(ProblemType.MAY_NOT_ASSIGN);
        }
        for (String name : given) {
            RoleModel role = apis.role(name)
                    .filter(this::mayMap)
                    .orElseThrow(() -> ProblemException.of(ProblemType.MAY_NOT_ASSIGN));
            if (!account.hasDirectRole(role)) {
                account.grantRole(role);
                raise(account, role);
            }
        }
    }

    private void raise(UserModel account, RoleModel role) {
        AdminEventBuilder event = new AdminEventBuilder(
                        realm, caller.adminAuth(), session, session.getContext().getConnection())
                .operation(OperationType.CREATE)
                .representation(List.of(ModelToRepresentation.toBriefRepresentation(role)));
        if (role.isClientRole()) {
            event.resource(ResourceType.CLIENT_ROLE_MAPPING)
                    .resourcePath("users", account.getId(), "role-mappings", "clients", role.getContainerId());
        } else {
            event.resource(ResourceType.REALM_ROLE_MAPPING)
                    .resourcePath("users", account.getId(), "role-mappings", "realm");
        }
        event.success();
    }
}
