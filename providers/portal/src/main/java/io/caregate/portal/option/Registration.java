package io.caregate.portal.option;

/** How a developer gets a client. */
public enum Registration {
    /** He creates it. */
    SELF_SERVICE("self-service"),
    /** He asks for it, and somebody else decides. */
    APPROVAL("approval"),
    /** Only administrators create clients; he keeps the secrets and keys of his own. */
    ADMIN_ONLY("admin-only");

    private final String text;

    Registration(String text) {
        this.text = text;
    }

    /** As operators and programs write it. */
    @Override
    public String toString() {
        return text;
    }
}
