package io.caregate.audit.witness;

import io.caregate.audit.http.Endpoint;
import io.caregate.audit.http.HttpReply;
import io.caregate.audit.http.HttpSender;
import io.caregate.audit.sink.Outcome;
import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TrustPolicy.Witness;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Talks to one witness (C2SP {@code tlog-witness}, section "add-checkpoint"), which may be slow or hostile: one
 * deadline for all of an exchange, an answer that is read up to a limit, no redirect, and a cosignature that counts
 * only if the key in the policy verifies it.
 */
final class WitnessClient {
    /** How far a witness's clock may be off from this node's: what it says of the time must not hide its silence. */
    static final Duration CLOCK = Duration.ofMinutes(5);

    private static final int MOST_BYTES = 64 * 1024;
    private static final String TYPE = "text/plain; charset=utf-8";

    private final Witness witness;
    private final HttpSender sender;

    WitnessClient(Witness witness, URI prefix, Duration deadline) {
        this.witness = witness;
        URI url = URI.create(prefix.toString().replaceFirst("/+$", "") + AddCheckpoint.PATH);
        this.sender = new HttpSender(new Endpoint(url, deadline, Map.of()), MOST_BYTES);
    }

    /** How long an exchange may take. */
    Duration deadline() {
        return sender.deadline();
    }

    /** The witness's answer, on the calling thread. */
    Answer send(AddCheckpoint request, Instant now) throws InterruptedException {
        HttpReply reply;
        try {
            reply = sender.post(TYPE, Map.of(), request.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException | TimeoutException e) {
            return new Answer.Failed(reason(HttpSender.failure(e)), Optional.empty(), false);
        }
        return switch (reply.status()) {
            case 200 -> cosigned(request, reply, now);
            case 403 ->
                failed("the witness does not know the key that signs the log's checkpoints: give it to its operator");
            case 404 -> failed("the witness does not know this log: give its operator the log's verifier key");
            case 409 -> conflict(request, reply);
            case 422 ->
                alarm("the witness says that this log is not the continuation of what it has cosigned: the log was"
                        + " changed or set back, or another log has its origin");
            default ->
                new Answer.Failed(
                        "the witness answered " + reply.status(),
                        reply.status() == 429 || reply.status() == 503 ? reply.pause(now) : Optional.empty(),
                        false);
        };
    }

    private Answer cosigned(AddCheckpoint request, HttpReply reply, Instant now) {
        try {
            SignedNote note = SignedNote.parse(request.checkpoint());
            SignedNote answered = SignedNote.parse(note.text() + "\n" + whole(reply));
            Optional<Instant> time = witness.key().cosigned(answered);
            if (time.isPresent() && Duration.between(time.get(), now).abs().compareTo(CLOCK) > 0) {
                return failed("the witness's clock is wrong: the time of its cosignature is more than "
                        + CLOCK.toMinutes() + " minutes off from this node's");
            }
            if (time.isPresent()) {
                return answered.signatures().stream()
                        .filter(witness.key()::isOf)
                        .findFirst()
                        .<Answer>map(Answer.Cosigned::new)
                        .orElseThrow();
            }
        } catch (IllegalArgumentException e) {
            return failed("the witness's answer is not a list of signatures");
        }
        return failed("the witness's answer has no valid cosignature by its key in the policy");
    }

    private static Answer conflict(AddCheckpoint request, HttpReply reply) {
        try {
            long size = AddCheckpoint.sizeIn(whole(reply));
            return size == request.oldSize()
                    ? failed("the witness refuses the size that it says it has")
                    : new Answer.HasSize(size);
        } catch (IllegalArgumentException e) {
            return failed("the witness's answer is not the size that it has");
        }
    }

    private static String whole(HttpReply reply) {
        if (!reply.whole()) {
            throw new IllegalArgumentException("the answer does not end");
        }
        return reply.text();
    }

    private static Answer failed(String problem) {
        return new Answer.Failed(problem, Optional.empty(), false);
    }

    private static Answer alarm(String problem) {
        return new Answer.Failed(problem, Optional.empty(), true);
    }

    private static String reason(Outcome outcome) {
        String reason = outcome instanceof Outcome.Retry retry ? retry.reason() : "the witness cannot be reached";
        return reason.replace("receiver", "witness");
    }

    /** What a witness said. */
    sealed interface Answer {
        /** It has cosigned the checkpoint, now, with a signature that was verified. */
        record Cosigned(SignedNote.Signature signature) implements Answer {}

        /** The size that it has cosigned last is not the one that the request begins from, but this one. */
        record HasSize(long size) implements Answer {}

        /**
         * It did not cosign.
         *
         * @param problem a sentence for auditors and operators, without anything that the witness wrote
         * @param pause the pause that it asked for
         * @param alarm whether it may be proof that the log was changed
         */
        record Failed(String problem, Optional<Duration> pause, boolean alarm) implements Answer {}
    }
}
