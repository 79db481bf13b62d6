package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.fetch.HttpCalls.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit log of a realm over REST, as {@code docs/audit-format.md} describes it. Not thread-safe. */
final class AuditServer implements LogSource {
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final int PAGE = 1000;
    /** The newest of a server that signs each second for hours are enough. */
    private static final int MOST_PAGES = 10;
    /** Nothing in them is verified before they are all here, so they must not fill the memory. */
    private static final long MOST_CHARACTERS = 1 << 23;

    private final HttpCalls calls;
    private final String log;
    private final AccessTokens tokens;

    AuditServer(HttpCalls calls, URI issuer, AccessTokens tokens) {
        this.calls = calls;
        this.log = issuer + "/caregate/audit/";
        this.tokens = tokens;
    }

    @Override
    public List<String> checkpointsAbove(long size) throws IOException, AwayException, UnreadableException {
        List<String> notes = new ArrayList<>();
        String cursor = "";
        long characters = 0;
        for (int page = 0; page < MOST_PAGES && characters < MOST_CHARACTERS; page++) {
            URI address = URI.create(log + "checkpoints?limit=" + PAGE + cursor);
            Answer answer = withToken(token -> calls.get(address, token));
            try {
                Members members = answer.members();
                if (!(members.value("checkpoints") instanceof List<?> list)) {
                    throw new MalformedException("its checkpoints are not a list");
                }
                for (Object each : list) {
                    if (!(each instanceof Map<?, ?> checkpoint
                            && checkpoint.get("size") instanceof Long covered
                            && checkpoint.get("note") instanceof String note)) {
                        throw new MalformedException("it has a checkpoint without size or note");
                    }
                    if (covered <= size) {
                        return notes;
                    }
                    notes.add(note);
                    characters += note.length();
                }
                if (!(members.value("next") instanceof Long next)) {
                    return notes;
                }
                cursor = "&cursor=" + next;
            } catch (MalformedException e) {
                throw new UnreadableException("the server's list of checkpoints cannot be read: " + e.getMessage(), e);
            }
        }
        return notes;
    }

    /** A server that fails at this may have a damaged tree: its export shows that, and must not wait for this. */
    @Override
    public Optional<String> cosigned() throws IOException, AwayException, UnreadableException {
        URI address = URI.create(log + "log/checkpoint?witnessed=true");
        Answer answer = authorized(token -> {
            try {
                return calls.get(address, token);
            } catch (AwayException e) {
                return new Answer(UNAVAILABLE, "", Map.of());
            }
        });
        return answer.isOk() ? Optional.of(answer.body()) : Optional.empty();
    }

    @Override
    public void export(long after, Target target) throws IOException, AwayException, UnreadableException {
        // A server that is too old for the parameter is asked without it as long as possible.
        URI address = URI.create(log + "export" + (after == 0 ? "" : "?after=" + after));
        withToken(token -> calls.download(address, token, target));
    }

    /** Calls once more with a new token if the server refuses the first. */
    private Answer authorized(Call call) throws IOException, AwayException, UnreadableException {
        Answer answer = call.with(tokens.token());
        return answer.status() == UNAUTHORIZED ? call.with(tokens.renewed()) : answer;
    }

    private Answer withToken(Call call) throws IOException, AwayException, UnreadableException {
        Answer answer = authorized(call);
        if (!answer.isOk()) {
            throw new UnreadableException(
                    "the server refuses to show the log (" + answer.status() + answer.why() + ")");
        }
        return answer;
    }

    @FunctionalInterface
    private interface Call {
        Answer with(String token) throws IOException, AwayException, UnreadableException;
    }
}
