package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Selection;
import io.caregate.audit.verify.UnreadableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The filters of the server's {@code events}, under the same names. Nonsensical values are refused, since the answer
 * that no entry matches would be true and misleading.
 */
final class Filters {
    /** The names of all their options. */
    static final List<String> NAMES =
            List.of("--format", "--type", "--error", "--client", "--user", "--ip", "--from", "--to");

    private static final String TIMES = ": give a time such as 2026-01-31T08:15:00Z, or milliseconds since 1970";

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

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "From this address, however it is spelled.")
    private @Nullable String ip;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "From this time on: 2026-01-31T08:15:00Z, or milliseconds since 1970.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before this time.")
    private @Nullable String to;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "The form of the entries: jsonl (the default), csv, or table for a terminal.")
    private @Nullable ReportFormat format;

    /** Whether entries are to be shown. Without a filter, all are. */
    boolean isWanted() throws UnreadableException {
        return format != null || selection().isNarrow();
    }

    /** Whether the form of the entries was given. */
    boolean isFormatted() {
        return format != null;
    }

    ReportFormat format() {
        return format == null ? ReportFormat.jsonl : format;
    }

    Selection selection() throws UnreadableException {
        String upper = text("--type", type);
        Instant first = time("--from", text("--from", from));
        Instant end = time("--to", text("--to", to));
        if (first != null && end != null && !first.isBefore(end)) {
            throw new UnreadableException("--from " + first + " is not before --to " + end);
        }
        return new Selection(
                upper == null ? null : upper.toUpperCase(Locale.ROOT),
                text("--error", error),
                text("--client", client),
                text("--user", user),
                text("--ip", ip),
                first,
                end);
    }

    private static @Nullable String text(String option, @Nullable String value) throws UnreadableException {
        if (value != null && (value.isEmpty() || !value.strip().equals(value))) {
            throw new UnreadableException(option + ": a value that is empty, or has blanks at its ends, fits no entry");
        }
        return value;
    }

    private static @Nullable Instant time(String option, @Nullable String value) throws UnreadableException {
        if (value == null) {
            return null;
        }
        try {
            // A number with fewer digits is in seconds, or a date.
            return value.matches("[0-9]{12,15}") ? Instant.ofEpochMilli(Long.parseLong(value)) : Instant.parse(value);
        } catch (DateTimeException e) {
            throw new UnreadableException(option + TIMES, e);
        }
    }
}
