package io.caregate.foundation.log;

import java.util.Locale;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The server log; all code of the pack logs through this class. Each entry is one line: text from a realm, a request, a
 * database or the message of an exception may contain characters that start another line, move a terminal's cursor or
 * change the reading direction. They appear as their code point, such as {@code <U+000A>}.
 *
 * <p>The methods take the formats of {@link String#format}, format only what is written, and may be called by any
 * thread.
 */
// Error Prone's annotation would add a library just for a warning at compile time.
@SuppressWarnings("AnnotateFormatMethod")
public final class ServerLog {
    private static final String ITSELF = ServerLog.class.getName();

    private final Logger logger;

    private ServerLog(Logger logger) {
        this.logger = logger;
    }

    /** The log with the name of a class. */
    public static ServerLog of(Class<?> type) {
        return new ServerLog(Logger.getLogger(type));
    }

    /** For developers; off by default. */
    public void debugf(String format, @Nullable Object... values) {
        write(Level.DEBUG, null, () -> String.format(Locale.ROOT, format, values));
    }

    /** The same with the exception that caused it. */
    public void debugf(Throwable cause, String format, @Nullable Object... values) {
        write(Level.DEBUG, cause, () -> String.format(Locale.ROOT, format, values));
    }

    /** Information for the operator. */
    public void infof(String format, @Nullable Object... values) {
        write(Level.INFO, null, () -> String.format(Locale.ROOT, format, values));
    }

    /** The same with the exception that caused it. */
    public void infof(Throwable cause, String format, @Nullable Object... values) {
        write(Level.INFO, cause, () -> String.format(Locale.ROOT, format, values));
    }

    /** A problem that an operator should look into. */
    public void warnf(String format, @Nullable Object... values) {
        write(Level.WARN, null, () -> String.format(Locale.ROOT, format, values));
    }

    /** The same with the exception that caused it. */
    public void warnf(Throwable cause, String format, @Nullable Object... values) {
        write(Level.WARN, cause, () -> String.format(Locale.ROOT, format, values));
    }

    /** A problem that an operator must look into. */
    public void errorf(String format, @Nullable Object... values) {
        write(Level.ERROR, null, () -> String.format(Locale.ROOT, format, values));
    }

    /** The same with the exception that caused it. */
    public void errorf(Throwable cause, String format, @Nullable Object... values) {
        write(Level.ERROR, cause, () -> String.format(Locale.ROOT, format, values));
    }

    private void write(Level level, @Nullable Throwable cause, Supplier<String> text) {
        if (logger.isEnabled(level)) {
            logger.log(ITSELF, level, OneLine.of(text.get()), null, OneLine.of(cause));
        }
    }
}
