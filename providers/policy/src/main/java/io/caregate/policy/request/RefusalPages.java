package io.caregate.policy.request;

import io.caregate.policy.refusal.PageText;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorPage;

/** The pages that a refused person reads if there is no application to receive the error. */
public final class RefusalPages {

    private RefusalPages() {}

    /** For a user who signed in but holds none of these roles, on the page that approves a device. */
    public static Response role(KeycloakSession session, String roles) {
        return ErrorPage.error(session, null, Response.Status.FORBIDDEN, PageText.ROLE.in(session), roles);
    }
}
