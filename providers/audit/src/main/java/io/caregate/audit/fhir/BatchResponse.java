package io.caregate.audit.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a FHIR server says of each entry of a batch, in the batch's order (R4, "Batch Processing Rules"). */
final class BatchResponse {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** 412: several match the condition, so none was made, and nobody can say that this entry is among them. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 412, 413, 422);
    /** 409 is a conflict with another writer in FHIR. */
    private static final Set<Integer> NOT_NOW = Set.of(408, 409, 423, 425, 429);

    private final List<Integer> statuses;

    private BatchResponse(List<Integer> statuses) {
        this.statuses = statuses;
    }

    /** Nothing where this is no Bundle of type batch-response with so many entries that each have a status. */
    static Optional<BatchResponse> parse(String text, int entries) {
        try {
            JsonNode bundle = MAPPER.readTree(text);
            List<Integer> statuses = new ArrayList<>();
            for (JsonNode entry : bundle.path("entry")) {
                statuses.add(status(entry.at("/response/status").asText()));
            }
            boolean good = bundle.path("resourceType").asText().equals("Bundle")
                    && bundle.path("type").asText().equals("batch-response")
                    && statuses.size() == entries
                    && !statuses.contains(0);
            return good ? Optional.of(new BatchResponse(statuses)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Up to the first that has to be tried again, all are taken but those rejected for good. */
    Outcome outcome() {
        List<Rejection> rejected = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            int status = statuses.get(i);
            if (FOR_GOOD.contains(status)) {
                rejected.add(new Rejection(i, "the receiver answered " + status + " to the entry"));
            } else if (status / 100 != 2) {
                return i == 0 ? again(status) : new Outcome.Taken(i, rejected);
            }
        }
        return new Outcome.Taken(statuses.size(), rejected);
    }

    private static Outcome again(int status) {
        String reason = "the receiver answered " + status + " to an entry";
        return NOT_NOW.contains(status) || status / 100 == 5 ? Outcome.retry(reason) : Outcome.misconfigured(reason);
    }

    /** {@code 201 Created}; 0 for what is none. */
    private static int status(String text) {
        return text.matches("[1-5]\\d{2}(\\s.*)?") ? Integer.parseInt(text.substring(0, 3)) : 0;
    }
}
