package io.caregate.benchmarks.cost;

import java.time.Duration;

/**
 * The resources that a server takes besides its requests.
 *
 * @param ready Keycloak's own start time, on a filled database or, in a quick run, on an empty one
 * @param processorTime of the start
 * @param liveHeap bytes in use after the load and a full collection
 * @param jars bytes of the JARs that were added
 */
record Footprint(
        Subject challenger, Subject subject, Duration ready, Duration processorTime, long liveHeap, long jars) {}
