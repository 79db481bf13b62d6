package io.caregate.audit.fhir;

import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import java.time.InstantSource;
import java.util.List;

/** The sink {@value #ID}. Its options say where the FHIR server is, and how Keycloak authenticates to it. */
public final class FhirSinkFactory extends SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "fhir";

    public static final String IF_NONE_EXIST = "if-none-exist";

    /** The options other than those that every sink has. */
    public static final List<String> NAMES =
            List.of(Endpoint.URL, Endpoint.HEADERS_FILE, Endpoint.TIMEOUT, IF_NONE_EXIST);

    private static final int USUAL_BATCH = 100;
    /** An answer has an entry for each of the batch. A server may add an OperationOutcome to each. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    public FhirSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        boolean unlessThere = options.flag(IF_NONE_EXIST, true);
        // The file with the headers is read again for each sink: a token in it may have been renewed.
        return options.sink(
                USUAL_BATCH,
                "url=" + Endpoint.from(options).address(),
                session -> new FhirSink(
                        new HttpSender(Endpoint.from(options), MOST_BYTES), unlessThere, InstantSource.system()));
    }
}
