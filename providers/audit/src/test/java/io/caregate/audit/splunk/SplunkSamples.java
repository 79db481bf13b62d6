package io.caregate.audit.splunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the sink {@code splunk} sends, for tests of other rooms. */
public final class SplunkSamples {
    private SplunkSamples() {}

    /** The event of an item in the default format, with what is around it. */
    public static JsonNode event(Item item) throws IOException {
        return new JsonMapper().readTree(new SplunkEvents(Optional.empty(), Format.JSON).of(new Batch(List.of(item))));
    }
}
