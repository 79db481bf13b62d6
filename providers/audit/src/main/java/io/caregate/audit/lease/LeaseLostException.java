package io.caregate.audit.lease;

/** Another node has taken the lease. The uncommitted work of its former holder must be rolled back. */
public final class LeaseLostException extends Exception {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String name, long epoch) {
        super("lease=" + name + " epoch=" + epoch + " is another node's now, or its row was changed or deleted");
    }
}
