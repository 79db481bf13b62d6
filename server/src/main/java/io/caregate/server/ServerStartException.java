package io.caregate.server;

/**
 * Keycloak could not be built or did not become ready: it ended by itself, or took too long. The message ends with the
 * last lines of its log; {@link #log()} returns all of it.
 */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LINES_IN_MESSAGE = 30;

    private final String log;

    ServerStartException(String reason, String log) {
        super(reason + System.lineSeparator() + lastLines(log));
        this.log = log;
    }

    /** Everything that Keycloak printed until it failed. */
    public String log() {
        return log;
    }

    private static String lastLines(String log) {
        var lines = log.lines().toList();
        return String.join(
                System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LINES_IN_MESSAGE), lines.size()));
    }
}
