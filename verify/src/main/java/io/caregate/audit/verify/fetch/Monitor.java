package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.LockedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs again and again. It says each change in a line, and raises the alarm once for each kind of trouble: the log is
 * not in order, it is behind, or it could not be checked for as long as it may be behind. An alarm that could not be
 * raised is raised again. Turns are for one thread; {@link #watch} is for another.
 */
public final class Monitor {
    private static final String LONG = "-LONG";

    private final Run run;
    private final Clock clock;
    private final Duration patience;
    private final Consumer<String> said;
    private final Predicate<String> alarm;
    private Instant checked;
    private Said last = new Said("", List.of());
    private String raised = "";
    private boolean isTrouble;

    /**
     * {@code patience} is how long the log may remain unchecked. {@code said} gets each line, {@code alarm} those that
     * are trouble; it answers whether it could raise the alarm.
     */
    public Monitor(Run run, Clock clock, Duration patience, Consumer<String> said, Predicate<String> alarm) {
        this.run = run;
        this.clock = clock;
        this.patience = patience;
        this.said = said;
        this.alarm = alarm;
        this.checked = clock.instant();
    }

    /** Runs once. A run that fails, in whatever way, has not checked the log, and the next one may. */
    public void turn() {
        Outcome outcome;
        try {
            outcome = run.once();
        } catch (LockedException e) {
            notChecked("LOCKED", String.valueOf(e.getMessage()));
            return;
        } catch (AwayException e) {
            notChecked("AWAY", "not checked: " + e.getMessage());
            return;
        } catch (UnreadableException | IOException e) {
            notChecked("UNREADABLE", "not checked: " + e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            notChecked("FAILED", "not checked: the program failed (" + e + ")");
            return;
        }
        checked(outcome);
    }

    /** Raises the alarm if no run has checked the log for longer than this, even while a run is at work. */
    public synchronized void watch(Duration limit) {
        if (!raised.endsWith(LONG) && Duration.between(checked, clock.instant()).compareTo(limit) > 0) {
            tell(
                    new Said("UNCHECKED" + LONG, List.of()),
                    "NOT CHECKED since " + checked + ": no run has succeeded since then, or the one at work does not"
                            + " end",
                    false,
                    true);
        }
    }

    private synchronized void checked(Outcome outcome) {
        checked = clock.instant();
        tell(
                new Said(outcome.state().name(), outcome.findings()),
                outcome.line(),
                outcome.added() > 0,
                outcome.state() != Outcome.State.IN_ORDER);
    }

    private synchronized void notChecked(String kind, String line) {
        Duration since = Duration.between(checked, clock.instant());
        boolean isTooLong = since.compareTo(patience) > 0;
        String all = isTooLong ? line + "; NOT CHECKED since " + checked : line;
        tell(new Said(isTooLong ? kind + LONG : kind, List.of()), all, false, isTooLong);
    }

    private void tell(Said now, String line, boolean isNews, boolean isAlarming) {
        if (isNews || !now.equals(last)) {
            said.accept(line);
        }
        last = now;
        isTrouble = isAlarming;
        if (!isAlarming) {
            raised = "";
        } else if (!now.kind().equals(raised)) {
            raised = alarm.test(line) ? now.kind() : "";
        }
    }

    /** Whether the log is in order as far as this knows. */
    public synchronized boolean isInOrder() {
        return !isTrouble;
    }

    /** What a line is about. Another line about the same is not said. */
    private record Said(String kind, List<Finding> findings) {}

    /** Fetches once. */
    @FunctionalInterface
    public interface Run {
        Outcome once() throws IOException, AwayException, LockedException, UnreadableException;
    }
}
