package io.caregate.policy.request;

import io.caregate.policy.refusal.PageText;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorPage;

/** The pages that a refused person reads where there is no application to send an error to. */
public final class RefusalPages {

    private RefusalPages() {}

    /** For somebody who signed in but holds none of these roles, on the page where a device is approved. */
    public static Response role(KeycloakSession session, String roles) {
        return ErrorPage.error(session, null, Response.Status.FORBIDDEN, PageText.ROLE.in(session), roles);
    }
}
