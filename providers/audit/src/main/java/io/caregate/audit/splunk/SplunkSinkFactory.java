package io.caregate.audit.splunk;

import io.caregate.audit.format.Format;
import io.caregate.audit.http.Endpoint;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The sink {@value #ID}. Its options say where the HTTP Event Collector is, and what it is asked. */
public final class SplunkSinkFactory extends SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "splunk";

    public static final String TOKEN_FILE = "token-file";
    public static final String INDEX = "index";
    public static final String FORMAT = "format";
    public static final String ACKNOWLEDGED = "acknowledged";

    /** The options other than those that every sink has. */
    public static final List<String> NAMES =
            List.of(Endpoint.URL, TOKEN_FILE, INDEX, FORMAT, ACKNOWLEDGED, Endpoint.HEADERS_FILE, Endpoint.TIMEOUT);

    private static final int USUAL_BATCH = 500;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,79}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,200}");
    private static final String ALLOWED_TOKEN = "a file with the token of an HTTP Event Collector, and nothing else";

    public SplunkSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        Endpoint endpoint = Endpoint.base(options);
        token(options);
        Optional<String> index = options.value(
                INDEX,
                Optional.empty(),
                name -> Optional.of(Optional.of(name)
                                .filter(text -> NAME.matcher(text).matches()))
                        .filter(Optional::isPresent),
                "the name of an index: lower-case letters, digits, dashes, underscores");
        Format format = options.oneOf(FORMAT, Format.JSON);
        boolean acknowledged = options.flag(ACKNOWLEDGED, true);
        // The files are read again for each sink: a token may have been renewed.
        return options.sink(
                USUAL_BATCH,
                "url=" + endpoint.address() + index.map(" index="::concat).orElse("") + " format=" + format,
                session -> new SplunkSink(
                        new Collector(Endpoint.base(options), token(options), UUID.randomUUID(), acknowledged),
                        new SplunkEvents(index, format),
                        InstantSource.system()));
    }

    private static String token(SinkOptions options) {
        return options.file(TOKEN_FILE, ALLOWED_TOKEN)
                .filter(text -> TOKEN.matcher(text).matches())
                .orElseThrow(() -> options.bad(TOKEN_FILE, ALLOWED_TOKEN));
    }
}
