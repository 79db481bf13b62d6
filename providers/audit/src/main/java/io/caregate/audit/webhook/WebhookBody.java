package io.caregate.audit.webhook;

import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import java.util.stream.Collectors;

/**
 * The body of a message: a Standard Webhooks payload; for CloudEvents the JSON Batch Format, or the JSON Event Format
 * if a batch never has more than one item (HTTP binding of CloudEvents 1.0.2, sections 3.2 and 3.3).
 *
 * @param single whether a batch has one item at most
 */
record WebhookBody(Format format, boolean single) {
    static final String TYPE = "caregate.audit";

    private static final String BATCH = "application/cloudevents-batch+json";

    String mediaType() {
        if (format != Format.CLOUDEVENTS) {
            return "application/json";
        }
        return single ? format.mediaType() : BATCH;
    }

    String of(Batch batch) {
        String items = batch.items().stream().map(item -> item.render(format)).collect(Collectors.joining(","));
        if (format != Format.CLOUDEVENTS) {
            return "{\"type\":\"" + TYPE + "\",\"data\":[" + items + "]}";
        }
        return single ? items : "[" + items + "]";
    }
}
