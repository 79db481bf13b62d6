package io.caregate.resource;

import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The server's log, the only way to it for the code of the pack. Each entry is one line: whatever a realm, a request or
 * a database brought into its text or into the message of an exception, characters that could begin another line, move
 * a terminal's cursor or turn the reading direction stand there as their code point, such as {@code <U+000A>}.
 *
 * <p>The methods take the formats of {@link String#format}, format only what is written, and may be called by any
 * thread.
 */
// Error Prone's annotation would be a library of its own for a warning at compile time.
@SuppressWarnings("AnnotateFormatMethod")
public final class ServerLog {
    private static final String ITSELF = ServerLog.class.getName();

    private final Logger logger;

    private ServerLog(Logger logger) {
        this.logger = logger;
    }

    /** The log under the name of a class. */
    public static ServerLog of(Class<?> type) {
        return new ServerLog(Logger.getLogger(type));
    }

    /** For developers; off by default. */
    public void debugf(String format, @Nullable Object... values) {
        write(Level.DEBUG, null, () -> format.formatted(values));
    }

    /** The same with the exception that led to it. */
    public void debugf(Throwable cause, String format, @Nullable Object... values) {
        write(Level.DEBUG, cause, () -> format.formatted(values));
    }

    /** What an operator may want to know. */
    public void infof(String format, @Nullable Object... values) {
        write(Level.INFO, null, () -> format.formatted(values));
    }

    /** The same with the exception that led to it. */
    public void infof(Throwable cause, String format, @Nullable Object... values) {
        write(Level.INFO, cause, () -> format.formatted(values));
    }

    /** What an operator should look at. */
    public void warnf(String format, @Nullable Object... values) {
        write(Level.WARN, null, () -> format.formatted(values));
    }

    /** The same with the exception that led to it. */
    public void warnf(Throwable cause, String format, @Nullable Object... values) {
        write(Level.WARN, cause, () -> format.formatted(values));
    }

    /** What an operator must look at. */
    public void errorf(String format, @Nullable Object... values) {
        write(Level.ERROR, null, () -> format.formatted(values));
    }

    /** The same with the exception that led to it. */
    public void errorf(Throwable cause, String format, @Nullable Object... values) {
        write(Level.ERROR, cause, () -> format.formatted(values));
    }

    private void write(Level level, @Nullable Throwable cause, Supplier<String> text) {
        if (logger.isEnabled(level)) {
            logger.log(ITSELF, level, OneLine.of(text.get()), null, OneLine.of(cause));
        }
    }
}
