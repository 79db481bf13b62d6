package io.caregate.audit.http;

import io.caregate.audit.sink.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * POSTs to one endpoint. It uses the JDK's client because Keycloak's has no deadline for a whole exchange: a receiver
 * that sends a byte now and then would hold a thread and one of the few connections that Keycloak's own logins use. It
 * trusts the certificates in Keycloak's truststore: {@code truststore-paths} becomes the truststore of the Java
 * process. Host names are always checked. A proxy is that of the process ({@code -Dhttps.proxyHost}).
 */
public final class HttpSender {
    private final Endpoint endpoint;
    private final int mostBytes;
    private final HttpClient client;

    /** {@code mostBytes} is the part of an answer's body that is read. */
    public HttpSender(Endpoint endpoint, int mostBytes) {
        this.endpoint = endpoint;
        this.mostBytes = mostBytes;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(endpoint.deadline())
                .sslContext(tls())
                .build();
    }

    /** How long an exchange may take. */
    public Duration deadline() {
        return endpoint.deadline();
    }

    /** The answer. If none comes in time, it throws an exception for {@link #failure}. */
    public HttpReply post(String mediaType, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException, TimeoutException {
        return post(mediaType, headers, body, endpoint.deadline());
    }

    /** The same, where an earlier exchange has left this part of the deadline. */
    public HttpReply post(String mediaType, Map<String, String> headers, byte[] body, Duration left)
            throws IOException, InterruptedException, TimeoutException {
        if (left.isZero() || left.isNegative()) {
            throw new TimeoutException("no time is left");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.url())
                .timeout(left)
                .setHeader("User-Agent", "caregate-audit")
                .setHeader("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        endpoint.headers().forEach(request::setHeader);
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<BoundedBody>> exchange =
                client.sendAsync(request.build(), info -> new BoundedBodySubscriber(mostBytes));
        try {
            HttpResponse<BoundedBody> response = exchange.get(left.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpReply(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After"),
                    response.body().text(),
                    response.body().whole());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    /** The outcome when there was no answer, in plain words. It does not reveal the receiver's address. */
    public static Outcome failure(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Outcome.retry("TLS failed: the receiver's certificate is not trusted or not for its name");
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return Outcome.retry("the receiver's name has no address");
            }
            if (cause instanceof TimeoutException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof java.net.http.HttpTimeoutException) {
                return Outcome.retry("the receiver did not answer in time");
            }
            if (cause instanceof ConnectException) {
                return Outcome.retry("the receiver refuses connections");
            }
        }
        return Outcome.retry("the connection to the receiver broke");
    }

    /** A new context reads the process's truststore as it is now, and not as it was when TLS was first used. */
    private static SSLContext tls() {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, null, null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the truststore of the process cannot be used", e);
        }
    }
}
