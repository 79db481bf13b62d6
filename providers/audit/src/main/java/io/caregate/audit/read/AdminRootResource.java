package io.caregate.audit.read;

import io.caregate.foundation.http.AdminRoom;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The rooms of the Admin API on a server without {@code caregate-policy.jar}: see {@link AdminRootProviderFactory}. */
public final class AdminRootResource {
    private final AdminRoom rooms;

    AdminRootResource(AdminRoom rooms) {
        this.rooms = rooms;
    }

    /** The resource of this room; 404 if no JAR provides it. */
    @Path("{room}")
    public Object room(@PathParam("room") String room) {
        return rooms.resource(room);
    }
}
