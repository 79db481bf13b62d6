package io.caregate.audit.capture;

import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.request.RequestPath;
import io.opentelemetry.api.trace.SpanContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.tracing.TracingProvider;

/**
 * The facts of the HTTP request that an event lacks: method, path, user agent and trace. The query is left out, since
 * it carries codes and action tokens.
 */
public record RequestFacts(
        @Nullable String method,
        @Nullable String path,
        @Nullable String userAgent,
        @Nullable String traceId) {

    private static final ServerLog LOG = ServerLog.of(RequestFacts.class);
    static final RequestFacts NONE = new RequestFacts(null, null, null, null);

    /**
     * The facts of the session's request. Empty where there is no request, as in a scheduled task; where there is one,
     * it has a method. A fact that cannot be read takes no other with it.
     */
    public static RequestFacts of(KeycloakSession session) {
        String method = orNull(() -> session.getContext().getHttpRequest().getHttpMethod());
        if (method == null) {
            return NONE;
        }
        HttpRequest request = session.getContext().getHttpRequest();
        return new RequestFacts(
                method,
                orNull(() -> RequestPath.of(request)),
                orNull(() -> request.getHttpHeaders().getHeaderString("User-Agent")),
                orNull(() -> traceId(session)));
    }

    private static @Nullable String orNull(Supplier<@Nullable String> fact) {
        try {
            return fact.get();
        } catch (RuntimeException e) {
            LOG.debugf(e, "no request to describe, or a fact of it that cannot be read");
            return null;
        }
    }

    private static @Nullable String traceId(KeycloakSession session) {
        TracingProvider tracing = session.getProvider(TracingProvider.class);
        if (tracing == null) {
            return null;
        }
        SpanContext span = tracing.getCurrentSpan().getSpanContext();
        return span.isValid() ? span.getTraceId() : null;
    }
}
