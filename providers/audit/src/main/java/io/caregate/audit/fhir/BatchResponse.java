package io.caregate.audit.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** A FHIR server's answer for each entry of a batch, in the batch's order (R4, "Batch Processing Rules"). */
final class BatchResponse {
    /** Readers would disagree about a duplicate member, or about text after the Bundle. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> FAILED = Set.of("fatal", "error");
    private static final Set<Integer> FOR_GOOD = Set.of(400, 412, 413, 422);
    /** In FHIR, 409 is a conflict with another writer. */
    private static final Set<Integer> NOT_NOW = Set.of(408, 409, 423, 425, 429);
    /** The statuses of a conditional create that found one matching resource, or several: nothing was created. */
    private static final Set<Integer> CREATED_NOTHING = Set.of(200, 412);

    private final List<JsonNode> entries;
    private final List<Integer> statuses;

    private BatchResponse(List<JsonNode> entries, List<Integer> statuses) {
        this.entries = entries;
        this.statuses = statuses;
    }

    /** Empty unless the text is a Bundle of type batch-response with this number of entries, each with a status. */
    static Optional<BatchResponse> parse(String text, int size) {
        try {
            JsonNode bundle = MAPPER.readTree(text);
            List<JsonNode> entries = new ArrayList<>();
            bundle.path("entry").forEach(entries::add);
            List<Integer> statuses = entries.stream()
                    .map(entry -> status(entry.at("/response/status").asText()))
                    .toList();
            boolean good = bundle.path("resourceType").asText().equals("Bundle")
                    && bundle.path("type").asText().equals("batch-response")
                    && statuses.size() == size
                    && !statuses.contains(0);
            return good ? Optional.of(new BatchResponse(entries, statuses)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The places of the resources that a conditional create did not create because of those that the server found. */
    List<Integer> notCreated() {
        return IntStream.range(0, statuses.size())
                .filter(i -> CREATED_NOTHING.contains(statuses.get(i)))
                .boxed()
                .toList();
    }

    /** The resource at this place, if the answer is a success; otherwise a missing node. */
    JsonNode resource(int place) {
        return statuses.get(place) / 100 == 2 ? entries.get(place).path("resource") : MissingNode.getInstance();
    }

    /** Up to the first entry that has to be tried again, all are taken except those rejected for good. */
    Outcome outcome() {
        return outcome(new Shown(Set.of(), Set.of(), Outcome.retry("")));
    }

    /**
     * The same where resources were not created: an entry that the server showed is taken, any other is tried again.
     */
    Outcome outcome(Shown shown) {
        List<Rejection> rejected = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            int status = statuses.get(i);
            if (status / 100 == 2 && !shown.there().contains(i) && saysThatItFailed(entries.get(i))) {
                return i == 0 ? contradiction(status) : new Outcome.Taken(i, rejected);
            } else if (shown.missing().contains(i)) {
                return i == 0 ? shown.otherwise() : new Outcome.Taken(i, rejected);
            } else if (FOR_GOOD.contains(status) && !shown.there().contains(i)) {
                rejected.add(new Rejection(i, "the receiver answered " + status + " to the entry"));
            } else if (status / 100 != 2 && !shown.there().contains(i)) {
                return i == 0 ? again(status) : new Outcome.Taken(i, rejected);
            }
        }
        return new Outcome.Taken(statuses.size(), rejected);
    }

    /**
     * Whether an entry's OperationOutcome says that the request failed. With a status of success such an answer
     * contradicts itself (R4: {@code response.outcome} holds hints and warnings then), and nothing shows that the
     * receiver has the entry.
     */
    private static boolean saysThatItFailed(JsonNode entry) {
        return failed(entry.at("/response/outcome")) || failed(entry.path("resource"));
    }

    private static boolean failed(JsonNode outcome) {
        return outcome.path("resourceType").asText().equals("OperationOutcome")
                && StreamSupport.stream(outcome.path("issue").spliterator(), false)
                        .anyMatch(
                                issue -> FAILED.contains(issue.path("severity").asText()));
    }

    private static Outcome contradiction(int status) {
        return Outcome.misconfigured("the receiver answered " + status + " to an entry, with an error in its outcome");
    }

    private static Outcome again(int status) {
        String reason = "the receiver answered " + status + " to an entry";
        return NOT_NOW.contains(status) || status / 100 == 5 ? Outcome.retry(reason) : Outcome.misconfigured(reason);
    }

    /** The status in a text such as {@code 201 Created}; 0 if there is none. */
    private static int status(String text) {
        return text.matches("[1-5]\\d{2}(\\s.*)?") ? Integer.parseInt(text.substring(0, 3)) : 0;
    }

    /**
     * What the server has shown of the resources that it did not create.
     *
     * @param there the places of those that it has
     * @param missing the places of those that it has not shown
     * @param otherwise the outcome if the first is missing
     */
    record Shown(Set<Integer> there, Set<Integer> missing, Outcome otherwise) {
        Shown {
            there = Set.copyOf(there);
            missing = Set.copyOf(missing);
        }
    }
}
