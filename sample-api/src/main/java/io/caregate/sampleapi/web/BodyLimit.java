package io.caregate.sampleapi.web;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits a body to {@value #LARGEST} bytes: callers send only a form of search parameters, and HAPI reads a whole body
 * before it knows the sender. This filter is the first. It refuses a body that states its length with 413 before it
 * reads any of it, and one that does not (chunked) once too much has arrived.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BodyLimit extends OncePerRequestFilter {
    /** The same as {@code server.tomcat.max-http-form-post-size}: up to that size Tomcat reads a form by itself. */
    static final int LARGEST = 8 * 1024;

    private final TurnedAway turnedAway;

    BodyLimit(TurnedAway turnedAway) {
        this.turnedAway = turnedAway;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LARGEST) {
            turnedAway.tooLarge(response, LARGEST);
            return;
        }
        try {
            chain.doFilter(new Limited(request), response);
        } catch (PayloadTooLargeException tooLarge) {
            // A filter before HAPI, which answers by itself, has read it.
            turnedAway.tooLarge(response, LARGEST);
        }
    }

    private static PayloadTooLargeException tooLarge() {
        return new PayloadTooLargeException("A body has at most " + LARGEST + " bytes here");
    }

    /** A request whose body ends with an exception if it is too long. */
    private static final class Limited extends HttpServletRequestWrapper {
        /** Tomcat ignores the whole of a form that it cannot read, as if it had not been sent. */
        private static final String UNREAD = "org.apache.catalina.parameter_parse_failed";

        private static final String UNREAD_BECAUSE = "org.apache.catalina.parameter_parse_failed_reason";

        private @Nullable Counted body;

        Limited(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            Counted counted = body == null ? new Counted(super.getInputStream()) : body;
            body = counted;
            return counted;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            Map<String, String[]> parameters = super.getParameterMap();
            if (getAttribute(UNREAD) != null) {
                throw "POST_TOO_LARGE".equals(String.valueOf(getAttribute(UNREAD_BECAUSE)))
                        ? tooLarge()
                        : new InvalidRequestException("The parameters cannot be read");
            }
            return parameters;
        }
    }

    /** Counts the bytes that are read. */
    private static final class Counted extends ServletInputStream {
        private final ServletInputStream body;
        private int read;

        Counted(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int one = body.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = body.read(into, offset, Math.min(length, LARGEST + 1));
            count(Math.max(some, 0));
            return some;
        }

        private void count(int bytes) {
            read += bytes;
            if (read > LARGEST) {
                throw tooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
