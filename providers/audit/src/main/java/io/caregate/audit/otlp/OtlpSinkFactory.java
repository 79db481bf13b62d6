package io.caregate.audit.otlp;

import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import java.time.InstantSource;
import java.util.List;

/** The sink {@value #ID}. Its options say where the collector is. */
public final class OtlpSinkFactory extends SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "otlp";

    /** The options other than those that every sink has. */
    public static final List<String> NAMES = List.of(Endpoint.URL, Endpoint.HEADERS_FILE, Endpoint.TIMEOUT);

    private static final int USUAL_BATCH = 500;
    private static final int MOST_BYTES = 64 * 1024;

    public OtlpSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        // The file with the headers is read again for each sink: a token in it may have been renewed.
        return options.sink(
                USUAL_BATCH,
                "url=" + Endpoint.base(options).address(),
                session -> new OtlpSink(
                        new HttpSender(Endpoint.base(options).under("v1/logs"), MOST_BYTES), InstantSource.system()));
    }
}
