package io.caregate.benchmarks.cost;

import java.time.Duration;

/**
 * What a server takes beside its requests.
 *
 * @param ready what Keycloak says that it took to start, on a database that is filled; on an empty one in a quick run
 * @param processorTime that the start took
 * @param liveHeap bytes in use after the load and a full collection
 * @param jars bytes of the JARs that were added
 */
record Footprint(
        Subject challenger, Subject subject, Duration ready, Duration processorTime, long liveHeap, long jars) {}
