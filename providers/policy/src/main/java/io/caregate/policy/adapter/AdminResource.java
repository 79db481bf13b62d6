package io.caregate.policy.adapter;

import io.caregate.foundation.build.BuildInfo;
import io.caregate.foundation.http.DirectToken;
import io.caregate.foundation.http.DownloadSlots;
import io.caregate.policy.check.CheckResource;
import io.caregate.policy.findings.FindingsResource;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.reportmode.ViolationTables;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What the policy adds to the Admin API, below {@code /admin/realms/{realm}/caregate}, for callers whose token was
 * issued directly to its client.
 */
public final class AdminResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final Enforcement enforcement;
    private final ViolationTables tables;
    private final DownloadSlots reports;
    private final DownloadSlots checks;

    AdminResource(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            Enforcement enforcement,
            ViolationTables tables,
            DownloadSlots reports,
            DownloadSlots checks) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.enforcement = enforcement;
        this.tables = tables;
        this.reports = reports;
        this.checks = checks;
    }

    /** The findings report. */
    @Path("findings")
    public FindingsResource findings() {
        requireDirectToken();
        return new FindingsResource(
                session,
                realm,
                permissions,
                enforcement,
                tables,
                reports,
                BuildInfo.read().version());
    }

    /** The reasons for which a write would be refused. */
    @Path("check")
    public CheckResource check() {
        requireDirectToken();
        return new CheckResource(session, realm, permissions, enforcement, checks);
    }

    private void requireDirectToken() {
        AdminAuth caller = permissions.adminAuth();
        if (!DirectToken.is(
                session,
                caller.getToken(),
                caller.getUser(),
                session.getContext().getUserSession(),
                caller.getClient())) {
            throw new ForbiddenException();
        }
    }
}
