package io.caregate.policy.adapter;

import io.caregate.foundation.http.AdminRoom;
import io.caregate.foundation.http.DownloadSlots;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.reportmode.ViolationTables;
import io.micrometer.core.instrument.Metrics;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * SPI {@code admin-realm-restapi-extension}: what the policy adds below {@code /admin/realms/{realm}/caregate}.
 * Keycloak has checked the caller's token before it asks; each resource checks the caller's role.
 */
public final class FindingsResourceProviderFactory implements AdminRealmResourceProviderFactory, GuardedFactory {

    private ViolationTables tables = ViolationTables.in(null);
    private @Nullable DownloadSlots reports;
    private @Nullable DownloadSlots checks;

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return new Provider(
                enforcement(session), tables, Objects.requireNonNull(reports), Objects.requireNonNull(checks));
    }

    @Override
    public void init(Config.Scope config) {
        // The manager of client policies reads the options.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        JpaConnectionProviderFactory jpa =
                (JpaConnectionProviderFactory) factory.getProviderFactory(JpaConnectionProvider.class);
        tables = ViolationTables.in(jpa.getSchema());
        reports = new DownloadSlots(Metrics.globalRegistry, "caregate.findings.reports", "report");
        checks = new DownloadSlots(Metrics.globalRegistry, "caregate.checks", "check");
    }

    @Override
    public void close() {
        if (reports != null) {
            reports.close();
        }
        if (checks != null) {
            checks.close();
        }
    }

    @Override
    public String getId() {
        return PolicyOptions.PROVIDER_ID;
    }

    private record Provider(
            Enforcement enforcement, ViolationTables tables, DownloadSlots reports, DownloadSlots checks)
            implements AdminRealmResourceProvider {

        @Override
        public Object getResource(
                KeycloakSession session,
                RealmModel realm,
                AdminPermissionEvaluator permissions,
                AdminEventBuilder adminEvent) {
            return new AdminResource(
                    new AdminRoom(session, realm, permissions, adminEvent), enforcement, tables, reports, checks);
        }

        @Override
        public void close() {}
    }
}
