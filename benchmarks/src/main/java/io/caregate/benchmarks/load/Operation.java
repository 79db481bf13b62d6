package io.caregate.benchmarks.load;

import java.io.IOException;

/** The operation that one client repeats on its own connection. One run is one measured operation. */
@FunctionalInterface
public interface Operation {

    /**
     * Does it once.
     *
     * @throws IOException if an answer is unexpected, which ends the load
     */
    void run() throws IOException;

    /** Makes the operation of one client, with its preparation, such as a login. */
    @FunctionalInterface
    interface Opener {
        Operation open(Connection connection) throws IOException;
    }
}
