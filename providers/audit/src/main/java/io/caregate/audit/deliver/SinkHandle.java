package io.caregate.audit.deliver;

import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkSettings;

/** A wanted sink: its id, and a way to open it. */
public interface SinkHandle {
    /** The id of the sink. */
    String id();

    SinkSettings settings();

    /** Makes the sink on the calling thread, to which it belongs from then on. */
    Sink open();
}
