package io.caregate.portal.option;

/** How a developer gets a client. */
public enum RegistrationMode {
    /** The developer creates it. */
    SELF_SERVICE("self-service"),
    /** The developer requests it, and another person decides. */
    APPROVAL("approval"),
    /** Only administrators create clients; developers manage the secrets and keys of their own. */
    ADMIN_ONLY("admin-only");

    private final String text;

    RegistrationMode(String text) {
        this.text = text;
    }

    /** In the form that operators and programs write. */
    @Override
    public String toString() {
        return text;
    }
}
