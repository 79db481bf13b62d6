package io.caregate.audit.verify.fetch;

import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Members;
import io.caregate.audit.verify.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP calls that are tried again when the server is away. {@link HttpURLConnection} limits the time of each read. A
 * server that sends a byte now and then must not keep the program, and its lock, for ever either. So each call has a
 * thread of its own, which is given up if a short answer is not whole in time, or a long one comes too slowly. No
 * redirect is followed, which could lead a token elsewhere. Not thread-safe.
 */
final class HttpCalls {
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int FACTOR = 4;
    /** A server that asks for a longer pause than this is called by a later run. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private static final int MOST_BYTES = 1 << 22;
    /** A short answer has to be whole within this many times the timeout. */
    private static final int WHOLE = 4;
    /** A long answer has to bring this much a second, counted over a window that has room for a slow begin. */
    private static final long LEAST_BYTES = 1 << 10;

    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final Set<Integer> AWAY = Set.of(429, 500, 502, 503, 504);

    static {
        // Java would send a POST again if its connection breaks, and a refresh token must be used once.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final @Nullable SSLSocketFactory tls;
    private final Duration timeout;
    private final Clock clock;
    private final Pause pause;
    private final Duration window;

    /**
     * {@code tls} is for certificates of another authority than Java knows. {@code timeout} is for connecting, and for
     * each read.
     */
    HttpCalls(@Nullable SSLSocketFactory tls, Duration timeout, Clock clock, Pause pause) {
        this(tls, timeout, clock, pause, WINDOW);
    }

    /** The same. A long answer's rate is measured over {@code window}, or twice the timeout if that is longer. */
    HttpCalls(@Nullable SSLSocketFactory tls, Duration timeout, Clock clock, Pause pause, Duration window) {
        Duration begin = timeout.multipliedBy(2);
        this.window = begin.compareTo(window) > 0 ? begin : window;
        this.tls = tls;
        this.timeout = timeout;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Sends a form, which is made for each attempt: an assertion in it may be used only once. Answers whatever the
     * status is, unless the server is away.
     */
    Answer post(URI address, Form form) throws IOException, AwayException, UnreadableException {
        return call(address, form.isForOneUse(), (connection, transfer) -> {
            byte[] body = form.fields().entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                    .collect(Collectors.joining("&"))
                    .getBytes(StandardCharsets.US_ASCII);
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            return answer(connection);
        });
    }

    /** Gets a short answer, whatever the status is, unless the server is away. */
    Answer get(URI address, String token) throws IOException, AwayException, UnreadableException {
        return call(address, false, (connection, transfer) -> {
            authorize(connection, token);
            return answer(connection);
        });
    }

    /** Gets an answer of any length. Only what has the status 200 is written to the target. */
    Answer download(URI address, String token, LogSource.Target target)
            throws IOException, AwayException, UnreadableException {
        Limit rate = new Limit(window, Math.max(1, LEAST_BYTES * window.toMillis() / 1000));
        return call(address, false, rate, (connection, transfer) -> {
            authorize(connection, token);
            if (connection.getResponseCode() != OK) {
                return answer(connection);
            }
            // The target's own errors, such as a full disk, are no reason to ask again.
            try (InputStream in = connection.getInputStream()) {
                copy(in, target, transfer);
            }
            return new Answer(OK, "", Map.of());
        });
    }

    private static void copy(InputStream in, LogSource.Target target, Transfer transfer) throws IOException {
        byte[] chunk = new byte[1 << 16];
        int last = '\n';
        transfer.open(target);
        try {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (read > 0) {
                    last = chunk[read - 1];
                    transfer.write(chunk, read);
                }
            }
        } finally {
            transfer.close();
        }
        if (last != '\n') {
            throw new IOException("the answer broke off");
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void authorize(HttpURLConnection connection, String token) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
    }

    private Answer call(URI address, boolean isForOneUse, Call call)
            throws IOException, AwayException, UnreadableException {
        return call(address, isForOneUse, new Limit(timeout.multipliedBy(WHOLE), Long.MAX_VALUE), call);
    }

    private Answer call(URI address, boolean isForOneUse, Limit limit, Call call)
            throws IOException, AwayException, UnreadableException {
        Duration next = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            String why;
            Duration wanted = next;
            boolean mayHaveArrived = true;
            try {
                Answer answer = within(limit, open(address), call);
                if (!AWAY.contains(answer.status())) {
                    return answer;
                }
                why = address.getHost() + " answered " + answer.status() + answer.why();
                wanted = answer.retryAfter(clock.instant()).orElse(next);
            } catch (Transfer.TargetException e) {
                throw e.why;
            } catch (SSLHandshakeException e) {
                throw new UnreadableException(
                        "the certificate of " + address.getHost() + " is not accepted (" + e.getMessage()
                                + "): give the certificate of its authority with --ca",
                        e);
            } catch (SSLException | InterruptedIOException e) {
                why = address.getHost() + " does not answer (" + e.getMessage() + ")";
            } catch (IOException e) {
                mayHaveArrived = !(e instanceof ConnectException || e instanceof UnknownHostException);
                why = address.getHost() + " cannot be reached (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + ")";
            }
            if (attempt == ATTEMPTS || (isForOneUse && mayHaveArrived) || wanted.compareTo(LONGEST_PAUSE) > 0) {
                throw new AwayException(why);
            }
            waitFor(wanted);
            next = next.multipliedBy(FACTOR);
        }
    }

    /** Calls, and gives up if in a window of time fewer bytes come than the limit demands. */
    private static Answer within(Limit limit, HttpURLConnection connection, Call call) throws IOException {
        Transfer transfer = new Transfer();
        FutureTask<Answer> task = new FutureTask<>(() -> call.on(connection, transfer));
        start("http", task);
        long before = 0;
        while (true) {
            try {
                return task.get(limit.window().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long now = transfer.bytes();
                if (now - before < limit.leastBytes()) {
                    giveUp(connection, transfer);
                    throw new SocketTimeoutException("its answer comes too slowly");
                }
                before = now;
            } catch (InterruptedException e) {
                giveUp(connection, transfer);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            }
        }
    }

    /** To disconnect may itself wait for the server's next byte, so it has a thread, too. */
    private static void giveUp(HttpURLConnection connection, Transfer transfer) throws IOException {
        transfer.giveUp();
        start("http-end", connection::disconnect);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static IOException thrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error failure) {
            throw failure;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    void waitFor(Duration time) throws InterruptedIOException {
        try {
            pause.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private HttpURLConnection open(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setRequestProperty("User-Agent", "caregate-audit-verify");
        connection.setRequestProperty("Accept", "application/json, application/jsonl");
        if (tls != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls);
        }
        return connection;
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        InputStream body = status < BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream();
        String text = "";
        if (body != null) {
            try (body) {
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new IOException("the answer does not end");
                }
                text = new String(bytes, StandardCharsets.UTF_8);
            }
        }
        String retryAfter = connection.getHeaderField("Retry-After");
        return new Answer(status, text, retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter));
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    @FunctionalInterface
    private interface Call {
        Answer on(HttpURLConnection connection, Transfer transfer) throws IOException;
    }

    /** In each window of time, at least this many bytes have to come. */
    private record Limit(Duration window, long leastBytes) {}

    /** What is posted. */
    interface Form {
        /** The fields of one attempt. */
        Map<String, String> fields();

        /**
         * Whether something in it must not be sent a second time, even if the first answer was lost. It is sent again
         * only if it surely has not reached the server.
         */
        boolean isForOneUse();
    }

    /** An answer with its body, unless that went elsewhere. */
    record Answer(int status, String body, Map<String, String> headers) {
        boolean isOk() {
            return status == OK;
        }

        Members members() throws MalformedException {
            return Members.parse(body);
        }

        /** What the answer says is wrong: a problem document (RFC 9457), or an error of OAuth (RFC 6749). */
        String why() {
            try {
                Members members = members();
                for (String name : new String[] {"detail", "error_description", "title", "error"}) {
                    if (members.value(name) instanceof String text && !text.isBlank()) {
                        return ": " + text.substring(0, Math.min(text.length(), 500));
                    }
                }
            } catch (MalformedException e) {
                return "";
            }
            return "";
        }

        /** The error of OAuth; empty if there is none. */
        String error() {
            try {
                return members().value("error") instanceof String text ? text : "";
            } catch (MalformedException e) {
                return "";
            }
        }

        /** In seconds, or as a date (RFC 9110, section 10.2.3). */
        Optional<Duration> retryAfter(Instant now) {
            String value = headers.getOrDefault("Retry-After", "").strip();
            if (value.matches("[0-9]{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            try {
                Instant until = DateTimeFormatter.RFC_1123_DATE_TIME
                        .withLocale(Locale.ROOT)
                        .parse(value, Instant::from);
                return Optional.of(Duration.between(now, until)).filter(time -> !time.isNegative());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }
}
