package io.caregate.audit.read;

import io.caregate.audit.log.AuditLog;
import io.caregate.foundation.http.AdminRoom;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/**
 * The state of the log for administrators, at {@code /admin/realms/{realm}/caregate/audit/status}: what an auditor of
 * the realm sees in {@link AuditResource#status}. It reads in the request's transaction, and holds nothing of any
 * entry.
 */
public final class AdminStatusResource {
    private final AdminRoom room;
    private final AuditLog log;

    AdminStatusResource(AdminRoom room, AuditLog log) {
        this.room = room;
        this.log = log;
    }

    /**
     * The state, for administrators who may view the realm's events and whose token was issued directly to its client.
     */
    @GET
    @Path("status")
    public Response status() {
        room.permissions().realm().requireViewEvents();
        if (!room.hasDirectToken()) {
            throw new ForbiddenException();
        }
        return RequestHandler.answer(room.session(), () -> new StatusReader(room.session(), log).answer(room.realm()));
    }
}
