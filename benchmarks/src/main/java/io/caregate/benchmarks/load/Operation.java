package io.caregate.benchmarks.load;

import java.io.IOException;

/** What one client does again and again on its own connection; one run is one measured operation. */
@FunctionalInterface
public interface Operation {

    /**
     * Does it once.
     *
     * @throws IOException if an answer is another than expected, which ends the load
     */
    void run() throws IOException;

    /** Makes the operation of one client, and whatever it needs beforehand, such as a login. */
    @FunctionalInterface
    interface Opener {
        Operation open(Connection connection) throws IOException;
    }
}
