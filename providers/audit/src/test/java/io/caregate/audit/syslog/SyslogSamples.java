package io.caregate.audit.syslog;

import io.caregate.audit.sink.Item;

/** What the sink {@code syslog} sends, for tests of other rooms. */
public final class SyslogSamples {
    private static final int AUDIT = 13;

    private SyslogSamples() {}

    /** The message of an item in the default facility and format, without its frame. */
    public static String message(Item item) {
        return new SyslogMessage(AUDIT, SyslogFormat.JSON).text(item);
    }
}
