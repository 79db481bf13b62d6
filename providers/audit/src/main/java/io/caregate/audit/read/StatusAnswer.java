package io.caregate.audit.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.standing.JobStanding;
import io.caregate.audit.standing.SinkStanding;
import io.caregate.audit.standing.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.keycloak.util.JsonSerialization;

/**
 * How the log stands, for an auditor of one realm: of the server as a whole only what is no secret of another realm.
 * Sinks give their reasons without addresses, secrets and receivers' words.
 */
final class StatusAnswer {
    private StatusAnswer() {}

    static ObjectNode of(Standing standing, Map<String, Long> deadLetters, long damaged, String node) {
        ObjectNode answer = JsonSerialization.createObjectNode();
        answer.put("time", standing.time().toString())
                .put("node", node)
                .put("sealed", standing.sealed())
                .put("waiting", standing.waiting())
                .put("oldestWaitingSeconds", standing.oldestWaiting().toSeconds())
                .put(
                        "checkpointAgeSeconds",
                        standing.checkpointAge().map(Duration::toSeconds).orElse(null))
                .put("spillBytes", standing.spillBytes());
        answer.put("damaged", damaged);
        answer.putObject("check")
                .put("seq", standing.check().seq())
                .put("rounds", standing.check().rounds())
                .put(
                        "lastRound",
                        standing.check().lastRound().map(Instant::toString).orElse(null));
        ArrayNode jobs = answer.putArray("jobs");
        standing.jobs().forEach(job -> jobs.add(job(job)));
        ArrayNode sinks = answer.putArray("sinks");
        standing.sinks()
                .forEach(sink -> sinks.add(sink(sink).put("deadLetters", deadLetters.getOrDefault(sink.id(), 0L))));
        return answer;
    }

    private static ObjectNode job(JobStanding job) {
        return JsonSerialization.createObjectNode()
                .put("job", job.name())
                .put("state", job.state().name().toLowerCase(Locale.ROOT))
                .put("node", job.node().orElse(null))
                .put("doneSeconds", job.sinceDone().map(Duration::toSeconds).orElse(null))
                .put("problem", job.problem().orElse(null))
                .put("repair", job.repair().orElse(null))
                .put("repaired", job.repaired().map(Instant::toString).orElse(null));
    }

    private static ObjectNode sink(SinkStanding sink) {
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
