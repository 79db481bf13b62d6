package io.caregate.portal.access;

import java.util.List;

/** The realm roles that pages of the portal require. */
public final class Roles {
    public static final String DEVELOPER = "developer";
    public static final String APPROVER = "client-approver";

    /** Every role that the web app has a page for. */
    public static final List<String> SHOWN = List.of(DEVELOPER, APPROVER, "therapist", "patient", "auditor");

    private Roles() {}
}
