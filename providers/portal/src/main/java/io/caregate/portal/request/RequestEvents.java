package io.caregate.portal.request;

import io.caregate.portal.access.Caller;
import io.caregate.portal.store.StoredRequest;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Admin events of the resource type {@value #RESOURCE_TYPE}: who requested, withdrew, accepted or declined. */
final class RequestEvents {
    static final String RESOURCE_TYPE = "CAREGATE_CLIENT_REQUEST";

    private final KeycloakSession session;
    private final Caller caller;

    RequestEvents(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    void raise(StoredRequest request, OperationType operation) {
        new AdminEventBuilder(
                        caller.realm(),
                        caller.adminAuth(),
                        session,
                        session.getContext().getConnection())
                .resource(RESOURCE_TYPE)
                .operation(operation)
                .resourcePath("caregate/requests", request.id(), request.state())
                .detail("action", request.isCreation() ? "create" : "change")
                .detail("state", request.state())
                .detail("requester", request.requesterId())
                .detail("client", request.clientUuid())
                .success();
    }
}
