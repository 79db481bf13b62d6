package io.caregate.audit.elastic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.format.Format;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * POSTs each batch to the bulk API of Elasticsearch or OpenSearch. Every entry is created under its own id, and never
 * replaces a document: one that is sent again is answered with a conflict, and so is stored once, as long as the data
 * stream writes to the same index. Entries are in the Elastic Common Schema.
 */
final class ElasticSink implements Sink {
    private static final ServerLog LOG = ServerLog.of(ElasticSink.class);

    private final HttpSender sender;
    private final InstantSource clock;

    /** {@code sender} posts to the {@link #path} of a data stream. */
    ElasticSink(HttpSender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    /** The address of a data stream's bulk API, below that of the server. The answer has only what is evaluated. */
    static String path(String dataStream) {
        return dataStream + "/_bulk?filter_path=items.*._id,items.*.status";
    }

    @Override
    public Outcome deliver(Batch batch) throws InterruptedException {
        StringBuilder body = new StringBuilder();
        for (Item item : batch.items()) {
            ObjectNode action = JsonNodeFactory.instance.objectNode();
            action.putObject("create").put("_id", item.id());
            body.append(action).append('\n');
            body.append(item.render(Format.ECS)).append('\n');
        }
        try {
            HttpReply reply = sender.post(
                    "application/x-ndjson", Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
            return reply.isGood() ? BulkAnswer.outcome(reply, batch) : reply.failure(clock.instant());
        } catch (IOException | TimeoutException e) {
            LOG.debugf(e, "the bulk API gave no answer");
            return HttpSender.failure(e);
        }
    }

    @Override
    public void close() {}
}
