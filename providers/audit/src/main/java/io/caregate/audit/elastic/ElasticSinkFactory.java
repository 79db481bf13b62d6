package io.caregate.audit.elastic;

import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The sink {@value #ID}. Its options say where Elasticsearch or OpenSearch is, and which data stream gets entries. */
public final class ElasticSinkFactory extends SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "elastic";

    public static final String DATA_STREAM = "data-stream";

    /** The options other than those that every sink has. */
    public static final List<String> NAMES =
            List.of(Endpoint.URL, DATA_STREAM, Endpoint.HEADERS_FILE, Endpoint.TIMEOUT);

    private static final int USUAL_BATCH = 500;
    /** An answer has an item for each document, which may contain the reason of a failure. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    /** What the names of indices and data streams may consist of. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,254}");

    public ElasticSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        String dataStream = options.value(
                DATA_STREAM,
                "logs-keycloak.audit-default",
                name -> Optional.of(name).filter(text -> NAME.matcher(text).matches()),
                "the name of a data stream or an index: lower-case letters, digits, dots, dashes, underscores");
        // The file with the headers is read again for each sink: a key in it may have been renewed.
        return options.sink(
                USUAL_BATCH,
                "url=" + Endpoint.base(options).address() + " data-stream=" + dataStream,
                session -> new ElasticSink(
                        new HttpSender(Endpoint.base(options).under(ElasticSink.path(dataStream)), MOST_BYTES),
                        InstantSource.system()));
    }
}
