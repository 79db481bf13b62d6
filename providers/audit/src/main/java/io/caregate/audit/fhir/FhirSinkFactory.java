package io.caregate.audit.fhir;

import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import io.caregate.audit.sink.SinkSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/** The sink {@value #ID}. Its options say where the FHIR server is, and how Keycloak authenticates to it. */
public final class FhirSinkFactory implements SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "fhir";

    public static final String IF_NONE_EXIST = "if-none-exist";

    /** The options other than those that every sink has. */
    public static final List<String> NAMES =
            List.of(Endpoint.URL, Endpoint.HEADERS_FILE, Endpoint.TIMEOUT, IF_NONE_EXIST);

    private static final int USUAL_BATCH = 100;
    /** An answer has an entry for each of the batch. A server may add an OperationOutcome to each. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private @Nullable SinkOptions options;
    private boolean unlessThere;
    private Optional<SinkSettings> settings = Optional.empty();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope scope) {
        SinkOptions given = SinkOptions.of(scope, ID, NAMES);
        if (given.areGiven()) {
            Endpoint.from(given);
            options = given;
            unlessThere = given.flag(IF_NONE_EXIST, true);
            settings = Optional.of(given.settings(USUAL_BATCH));
        }
    }

    @Override
    public Optional<SinkSettings> settings() {
        return settings;
    }

    @Override
    public Sink create(KeycloakSession session) {
        if (options == null) {
            throw new IllegalStateException("the sink " + ID + " is not wanted");
        }
        // The file with the headers is read again: a token in it may have been renewed.
        return new FhirSink(new HttpSender(Endpoint.from(options), MOST_BYTES), unlessThere, InstantSource.system());
    }
}
