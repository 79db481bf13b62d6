package io.caregate.policy.adapter;

import io.caregate.foundation.build.BuildInfo;
import io.caregate.foundation.http.AdminRoom;
import io.caregate.foundation.http.DownloadSlots;
import io.caregate.policy.check.CheckResource;
import io.caregate.policy.findings.FindingsResource;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.reportmode.ViolationTables;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/**
 * What the policy adds to the Admin API, below {@code /admin/realms/{realm}/caregate}, for callers whose token was
 * issued directly to its client.
 */
public final class AdminResource {

    private final AdminRoom rooms;
    private final Enforcement enforcement;
    private final ViolationTables tables;
    private final DownloadSlots reports;
    private final DownloadSlots checks;

    AdminResource(
            AdminRoom rooms,
            Enforcement enforcement,
            ViolationTables tables,
            DownloadSlots reports,
            DownloadSlots checks) {
        this.rooms = rooms;
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
                rooms.session(),
                rooms.realm(),
                rooms.permissions(),
                enforcement,
                tables,
                reports,
                BuildInfo.read().version());
    }

    /** The reasons for which a write would be refused. */
    @Path("check")
    public CheckResource check() {
        requireDirectToken();
        return new CheckResource(rooms.session(), rooms.realm(), rooms.permissions(), enforcement, checks);
    }

    /** What another JAR of the pack adds. */
    @Path("{room}")
    public Object room(@PathParam("room") String room) {
        return rooms.resource(room);
    }

    private void requireDirectToken() {
        if (!rooms.hasDirectToken()) {
            throw new ForbiddenException();
        }
    }
}
