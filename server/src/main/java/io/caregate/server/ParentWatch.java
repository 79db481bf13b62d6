package io.caregate.server;

import java.util.ArrayList;
import java.util.List;

/**
 * Ties the life of a command to the process that starts it. A shutdown hook does not run when that process is killed or
 * crashes, so the command runs under a shell that reads a pipe from the process: the pipe ends with the process,
 * however that ends.
 */
final class ParentWatch {
    // The job gets its own process group (set -m), so that its children can be ended with it. The reader must not hold
    // the group's output open, and the job must not hold the pipe.
    private static final String SCRIPT = """
            set -m
            exec 3<&0 </dev/null
            "$@" 3<&- &
            job=$!
            trap 'kill -TERM $job 2>/dev/null' TERM INT
            { cat <&3; kill -TERM $job; sleep 20; kill -KILL -$job; } >/dev/null 2>&1 &
            watch=$!
            exec 3<&-
            wait $job
            status=$?
            while kill -0 $job 2>/dev/null; do
                wait $job
                status=$?
            done
            kill -KILL -$watch 2>/dev/null
            exit $status
            """;

    private ParentWatch() {}

    /**
     * The same command with the watch around it. Start it with standard input as a pipe, which is the default of {@link
     * ProcessBuilder}; the command itself reads from {@code /dev/null}. A {@code SIGTERM} is passed on to it, and its
     * exit code is that of the whole. When this process is gone, the command is asked to end, and is killed with all of
     * its children 20 s later.
     */
    static List<String> around(List<String> command) {
        var watched = new ArrayList<>(List.of("bash", "-c", SCRIPT, "caregate-watch"));
        watched.addAll(command);
        return watched;
    }
}
