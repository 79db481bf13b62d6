package io.caregate.audit.capture;

import io.caregate.foundation.log.ServerLog;
import io.opentelemetry.api.trace.SpanContext;
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

    /** The facts of the session's request. Empty where there is no request, as in a scheduled task. */
    public static RequestFacts of(KeycloakSession session) {
        try {
            HttpRequest request = session.getContext().getHttpRequest();
            if (request == null) {
                return NONE;
            }
            return new RequestFacts(
                    request.getHttpMethod(),
                    request.getUri().getRequestUri().getRawPath(),
                    request.getHttpHeaders().getHeaderString("User-Agent"),
                    traceId(session));
        } catch (RuntimeException e) {
            LOG.debugf(e, "no request to describe");
            return NONE;
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
