package io.caregate.audit.elastic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The answer of the bulk API: a status for each document, in the order of the request. */
final class BulkAnswer {
    /** Readers would disagree about a duplicate member, or about text after the object. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** There is a document of that id: an entry that was sent before. */
    private static final int CONFLICT = 409;
    /** The document itself cannot be taken, for example since a field has another type in the index. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 413, 422);

    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

    private BulkAnswer() {}

    /** Up to the first document that has to be tried again, all are taken except those rejected for good. */
    static Outcome outcome(HttpReply reply, Batch batch) {
        JsonNode items = reply.whole() ? parse(reply.text()).path("items") : MissingNode.getInstance();
        if (!items.isArray() || items.size() != batch.size()) {
            return unexpected(reply.status());
        }
        List<Rejection> rejected = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            JsonNode created = items.get(i).path("create");
            int status = created.path("status").asInt();
            boolean ofItem =
                    created.path("_id").asText().equals(batch.items().get(i).id());
            if (FOR_GOOD.contains(status)) {
                rejected.add(new Rejection(i, "the receiver answered " + status + " to the entry"));
            } else if (!ofItem || (status / 100 != 2 && status != CONFLICT)) {
                return i == 0 ? again(ofItem, status, reply.status()) : new Outcome.Taken(i, rejected);
            }
        }
        return new Outcome.Taken(batch.size(), rejected);
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static Outcome again(boolean ofItem, int status, int ofReply) {
        if (!ofItem || status == 0) {
            return unexpected(ofReply);
        }
        String reason = "the receiver answered " + status + " to an entry";
        return NOT_NOW.contains(status) || status / 100 == 5 ? Outcome.retry(reason) : Outcome.misconfigured(reason);
    }

    private static Outcome unexpected(int status) {
        return Outcome.misconfigured("the receiver answered " + status + " and not what a bulk API answers");
    }
}
