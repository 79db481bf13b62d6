package io.caregate.audit.deliver;

import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkSettings;

/** A sink that is wanted: what it is called, and how to begin with it. */
public interface SinkHandle {
    /** The id of the sink. */
    String id();

    SinkSettings settings();

    /** Makes the sink on the calling thread, which is its own from then on. */
    Sink open();
}
