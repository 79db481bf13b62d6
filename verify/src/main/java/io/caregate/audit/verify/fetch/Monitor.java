package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.LockedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Runs again and again. It says each change in a line, and raises the alarm once for each kind of trouble: the log is
 * not in order, it is behind, or it could not be checked for as long as it may be behind. Not thread-safe.
 */
public final class Monitor {
    private static final String IN_ORDER = Outcome.State.IN_ORDER.name();

    private final Run run;
    private final Clock clock;
    private final Duration patience;
    private final Consumer<String> said;
    private final Consumer<String> alarm;
    private Instant checked;
    private String last = "";
    private String raised = "";

    /**
     * {@code patience} is how long the log may remain unchecked. {@code said} gets each line, {@code alarm} those that
     * are trouble.
     */
    public Monitor(Run run, Clock clock, Duration patience, Consumer<String> said, Consumer<String> alarm) {
        this.run = run;
        this.clock = clock;
        this.patience = patience;
        this.said = said;
        this.alarm = alarm;
        this.checked = clock.instant();
    }

    /** Runs once. */
    public void turn() {
        try {
            Outcome outcome = run.once();
            checked = clock.instant();
            boolean isTrouble = outcome.state() != Outcome.State.IN_ORDER;
            tell(outcome.state().name(), outcome.line(), outcome.added() > 0, isTrouble);
        } catch (LockedException e) {
            notChecked("LOCKED", String.valueOf(e.getMessage()));
        } catch (AwayException e) {
            notChecked("AWAY", "not checked: " + e.getMessage());
        } catch (UnreadableException | IOException e) {
            notChecked("UNREADABLE", "not checked: " + e.getMessage());
        }
    }

    private void notChecked(String kind, String line) {
        Duration since = Duration.between(checked, clock.instant());
        boolean isTooLong = since.compareTo(patience) > 0;
        String all = isTooLong ? line + "; NOT CHECKED since " + checked : line;
        tell(isTooLong ? kind + "-LONG" : kind, all, false, isTooLong);
    }

    private void tell(String kind, String line, boolean isNews, boolean isTrouble) {
        if (isNews || !kind.equals(last)) {
            said.accept(line);
        }
        last = kind;
        if (isTrouble && !kind.equals(raised)) {
            alarm.accept(line);
        }
        raised = isTrouble ? kind : "";
    }

    /** Whether the log is in order as far as this knows. */
    public boolean isInOrder() {
        return last.isEmpty() || last.equals(IN_ORDER) || raised.isEmpty();
    }

    /** Fetches once. */
    @FunctionalInterface
    public interface Run {
        Outcome once() throws IOException, AwayException, LockedException, UnreadableException;
    }
}
