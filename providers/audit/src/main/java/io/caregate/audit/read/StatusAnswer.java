package io.caregate.audit.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.status.JobStatus;
import io.caregate.audit.status.LogStatus;
import io.caregate.audit.status.SigningStatus;
import io.caregate.audit.status.SinkStatus;
import io.caregate.audit.witness.WitnessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/**
 * The state of the log, for an auditor of one realm. Of the server as a whole it shows only what is not another realm's
 * secret. The sinks' reasons name no address, no secret and no receiver's text.
 */
final class StatusAnswer {
    private StatusAnswer() {}

    static ObjectNode of(
            LogStatus status,
            SigningStatus signing,
            Optional<WitnessStatus> witnesses,
            Map<String, Long> deadLetters,
            long damaged,
            String node) {
        ObjectNode answer = JsonSerialization.createObjectNode();
        answer.put("time", status.time().toString())
                .put("node", node)
                .put("sealed", status.sealed())
                .put("waiting", status.waiting().entries())
                .put("oldestWaitingSeconds", status.waiting().oldest().toSeconds())
                .put(
                        "checkpointAgeSeconds",
                        status.checkpointAge().map(Duration::toSeconds).orElse(null))
                .put("spillBytes", status.waiting().spillBytes());
        answer.putObject("signing")
                .put("state", signing.state())
                .put("key", signing.key().orElse(null));
        answer.put("damaged", damaged);
        answer.putObject("check")
                .put("seq", status.check().seq())
                .put("rounds", status.check().rounds())
                .put(
                        "lastRound",
                        status.check().lastRound().map(Instant::toString).orElse(null));
        witnesses.ifPresent(found -> answer.set("witnesses", witnesses(found, status.time())));
        ArrayNode jobs = answer.putArray("jobs");
        status.jobs().forEach(job -> jobs.add(job(job)));
        ArrayNode sinks = answer.putArray("sinks");
        status.sinks()
                .forEach(sink -> sinks.add(sink(sink).put("deadLetters", deadLetters.getOrDefault(sink.id(), 0L))));
        return answer;
    }

    private static ObjectNode witnesses(WitnessStatus status, Instant now) {
        ObjectNode body = JsonSerialization.createObjectNode();
        body.put("quorumSize", status.size().orElse(null))
                .put("quorumTime", status.time().map(Instant::toString).orElse(null))
                .put(
                        "quorumAgeSeconds",
                        status.time()
                                .map(time ->
                                        Math.max(0, Duration.between(time, now).toSeconds()))
                                .orElse(null));
        ArrayNode each = body.putArray("witnesses");
        status.witnesses().forEach(witness -> each.addObject()
                .put("witness", witness.name())
                .put("key", witness.key())
                .put("size", witness.size().orElse(null))
                .put("time", witness.time().map(Instant::toString).orElse(null)));
        return body;
    }

    private static ObjectNode job(JobStatus job) {
        return JsonSerialization.createObjectNode()
                .put("job", job.name())
                .put("state", job.state().name().toLowerCase(Locale.ROOT))
                .put("node", job.node().orElse(null))
                .put("doneSeconds", job.sinceDone().map(Duration::toSeconds).orElse(null))
                .put("problem", job.problem().orElse(null))
                .put("repair", job.repair().orElse(null))
                .put("repaired", job.repaired().map(Instant::toString).orElse(null));
    }

    private static ObjectNode sink(SinkStatus sink) {
        return JsonSerialization.createObjectNode()
                .put("sink", sink.id())
                .put("state", sink.state().name().toLowerCase(Locale.ROOT))
                .put("lagEntries", sink.lagEntries())
                .put("lagSeconds", sink.lag().toSeconds())
                .put("error", sink.error().orElse(null))
                .put("errorSince", sink.since().map(Instant::toString).orElse(null))
                .put("nextTry", sink.nextTry().map(Instant::toString).orElse(null));
    }
}
