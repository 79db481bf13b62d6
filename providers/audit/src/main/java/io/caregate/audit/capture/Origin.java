package io.caregate.audit.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The way by which a change of the model came. */
enum Origin {
    /** The Admin REST API, of either version, which the Admin Console and {@code kcadm.sh} use. */
    ADMIN_API,
    /** SCIM. */
    SCIM,
    /** The Account API, which the Account Console uses. */
    ACCOUNT,
    /** An identity provider: a first login, a mapper. */
    BROKER,
    /** The login pages: a registration, a required action, an action from an e-mail. */
    LOGIN,
    /** Dynamic client registration. */
    CLIENT_REGISTRATION,
    /** An endpoint of a protocol: token, authorization, logout. */
    PROTOCOL,
    /** The developers' portal. */
    PORTAL,
    /** A step of a workflow. */
    WORKFLOW,
    /** No request: an import, a start, a scheduled task. */
    SERVER,
    /** Any other address. */
    OTHER;

    /** The class that carries out the steps of a workflow. A workflow may run on the thread of a request. */
    private static final String WORKFLOW_TASK = "org.keycloak.models.workflow.RunWorkflowTask";

    private static final StackWalker STACK = StackWalker.getInstance();

    /** The origin of the current thread's work. */
    static Origin of(RequestFacts request) {
        boolean workflow = STACK.walk(
                frames -> frames.anyMatch(frame -> frame.getClassName().equals(WORKFLOW_TASK)));
        if (workflow) {
            return WORKFLOW;
        }
        if (request.method() == null) {
            return SERVER;
        }
        return request.path() == null ? OTHER : ofPath(request.path());
    }

    /** Whether this is the path of a request to the Admin API. */
    static boolean isAdminApi(String path) {
        return path.contains("/admin/") && ofPath(path) == ADMIN_API;
    }

    private static Origin ofPath(String path) {
        List<String> segments = Arrays.asList(path.split("/", -1));
        int realms = segments.indexOf("realms");
        int admin = segments.indexOf("admin");
        if (admin >= 0 && (realms < 0 || admin < realms)) {
            return ADMIN_API;
        }
        if (realms < 0 || realms + 2 >= segments.size()) {
            return OTHER;
        }
        return ofEndpoint(segments.subList(realms + 2, segments.size()));
    }

    private static Origin ofEndpoint(List<String> below) {
        return switch (below.get(0)) {
            case "scim" -> SCIM;
            case "account" -> ACCOUNT;
            case "broker" -> BROKER;
            case "clients-registrations" -> CLIENT_REGISTRATION;
            case "protocol" -> PROTOCOL;
            case "caregate" -> PORTAL;
            case "login-actions" -> below.size() > 1 && below.get(1).endsWith("-broker-login") ? BROKER : LOGIN;
            default -> OTHER;
        };
    }

    /** The value of the detail {@code origin}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
