package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Selection;
import io.caregate.audit.verify.UnreadableException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filters of the server's {@code events}, under the same names. */
final class Filters {
    @Option(names = "--type", paramLabel = "TYPE", description = "Entries of exactly this type, such as LOGIN_ERROR.")
    private @Nullable String type;

    @Option(names = "--error", paramLabel = "ERROR", description = "With exactly this error.")
    private @Nullable String error;

    @Option(names = "--client", paramLabel = "CLIENT", description = "Of exactly this client.")
    private @Nullable String client;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description =
                    "Of this user id, or with exactly this text in the detail username: a name, or the keyed hash of a"
                            + " name that belonged to nobody.")
    private @Nullable String user;

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "From exactly this address.")
    private @Nullable String ip;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "From this time on: 2026-01-31T08:15:00Z, or milliseconds since 1970.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
    private @Nullable String to;

    Selection selection() throws UnreadableException {
        return new Selection(type, error, client, user, ip, time("--from", from), time("--to", to));
    }

    private static @Nullable Instant time(String option, @Nullable String value) throws UnreadableException {
        if (value == null) {
            return null;
        }
        try {
            return value.matches("[0-9]{1,15}") ? Instant.ofEpochMilli(Long.parseLong(value)) : Instant.parse(value);
        } catch (DateTimeException e) {
            throw new UnreadableException(
                    option + ": give a time such as 2026-01-31T08:15:00Z, or milliseconds since 1970", e);
        }
    }
}
