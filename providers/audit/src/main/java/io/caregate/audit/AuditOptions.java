package io.caregate.audit;

import io.caregate.audit.capture.CaptureOptions;
import io.caregate.audit.deliver.RetentionOptions;
import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.notice.NoticeOptions;
import io.caregate.audit.seal.SealOptions;
import io.caregate.audit.witness.PublicationOptions;
import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import java.util.List;
import java.util.stream.Stream;

/** The operator's options for the log, {@code --spi-events-listener--caregate-audit--…}. */
record AuditOptions(
        CaptureOptions capture,
        SealOptions seal,
        RetentionOptions retention,
        PublicationOptions publication,
        NoticeOptions notices) {
    /**
     * Reads them, and the files that they name. Warns of those that do not exist.
     *
     * @throws BadOptionException if one has a value that is not allowed
     */
    static AuditOptions read() {
        Options listener = listener();
        listener.warnOfUnknown();
        return new AuditOptions(
                CaptureOptions.from(listener),
                SealOptions.from(listener),
                RetentionOptions.from(listener),
                PublicationOptions.from(listener),
                NoticeOptions.from(listener));
    }

    /** Stops the start if a sink that is set up is named as one to forget. */
    void check(List<SinkHandle> sinks) {
        retention.check(sinks, listener());
    }

    private static Options listener() {
        List<String> names = Stream.of(
                        CaptureOptions.NAMES,
                        SealOptions.NAMES,
                        RetentionOptions.NAMES,
                        PublicationOptions.NAMES,
                        NoticeOptions.NAMES)
                .flatMap(List::stream)
                .toList();
        return Options.of("events-listener", CaptureOptions.PROVIDER_ID, names);
    }
}
