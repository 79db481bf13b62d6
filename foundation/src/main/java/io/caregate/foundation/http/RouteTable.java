package io.caregate.foundation.http;

import io.caregate.foundation.request.RequestPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The addresses below a resource and the methods that each accepts, read once from the JAX-RS annotations. It may be
 * stricter than JAX-RS, but never more lenient: JAX-RS finds everything that this class finds. Immutable.
 */
public final class RouteTable {
    private static final Pattern ENCODED_SLASH = Pattern.compile("%2f", Pattern.CASE_INSENSITIVE);

    private final Map<String, RouteTable> literals = new LinkedHashMap<>();
    private final Map<String, RouteTable> templates = new LinkedHashMap<>();
    /** Templates whose pattern has a slash: each takes all the rest of a path. */
    private final Map<String, RouteTable> rests = new LinkedHashMap<>();

    private final SortedSet<String> methods = new TreeSet<>();

    private RouteTable() {}

    /** The addresses of this class and of everything that its locators return. */
    public static RouteTable below(Class<?> resource) {
        RouteTable top = new RouteTable();
        top.add(resource);
        return top;
    }

    /** The methods accepted at this path, sorted by name; empty if there is nothing at the path. */
    public Set<String> methods(String path) {
        RouteTable at = this;
        List<String> segments = segments(path);
        for (int i = 0; i < segments.size(); i++) {
            RouteTable next = at.next(segments.get(i));
            if (next == null) {
                String rest = String.join("/", segments.subList(i, segments.size()));
                return find(at.rests, rest)
                        .map(found -> Collections.unmodifiableSet(found.methods))
                        .orElse(Collections.emptySortedSet());
            }
            at = next;
        }
        return Collections.unmodifiableSet(at.methods);
    }

    /**
     * Refuses a request to an address that is not in the table, or not with its method. If JAX-RS finds nothing,
     * Keycloak answers in a form of its own, but it sends the answer that an exception carries; so call this before
     * JAX-RS matches the path. The transaction is rolled back.
     *
     * @param base what precedes the table's addresses in the request's path
     * @throws WebApplicationException with the answer
     */
    public void require(
            KeycloakSession session, String base, Supplier<Response> notFound, Supplier<Response> methodNotAllowed) {
        String path = session.getContext().getUri().getPath();
        int begin = path.indexOf(base);
        // JAX-RS splits segments before it decodes them; none of these addresses contains an encoded slash.
        boolean slash = ENCODED_SLASH
                .matcher(RequestPath.of(session.getContext().getHttpRequest()))
                .find();
        Set<String> accepted = begin < 0 || slash ? Set.of() : methods(path.substring(begin + base.length()));
        if (accepted.contains(session.getContext().getHttpRequest().getHttpMethod())) {
            return;
        }
        session.getTransactionManager().setRollbackOnly();
        if (accepted.isEmpty()) {
            throw new WebApplicationException(notFound.get());
        }
        // RFC 9110 section 15.5.6
        throw new WebApplicationException(Response.fromResponse(methodNotAllowed.get())
                .header(HttpHeaders.ALLOW, String.join(", ", accepted))
                .build());
    }

    private @Nullable RouteTable next(String segment) {
        RouteTable literal = literals.get(segment);
        if (literal != null) {
            return literal;
        }
        return find(templates, segment).orElse(null);
    }

    private static Optional<RouteTable> find(Map<String, RouteTable> templates, String text) {
        return templates.entrySet().stream()
                .filter(template -> Pattern.matches(template.getKey(), text))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void add(Class<?> resource) {
        for (Method method : resource.getDeclaredMethods()) {
            Path path = method.getAnnotation(Path.class);
            List<String> taken = taken(method);
            RouteTable at = this;
            for (String segment : path == null ? List.<String>of() : templateSegments(path.value())) {
                at = at.added(segment);
            }
            at.methods.addAll(taken);
            if (path != null && taken.isEmpty()) {
                at.add(method.getReturnType());
            }
        }
    }

    private RouteTable added(String segment) {
        if (!segment.startsWith("{")) {
            return literals.computeIfAbsent(segment, name -> new RouteTable());
        }
        int colon = segment.indexOf(':');
        String pattern = colon < 0
                ? "[^/]+"
                : segment.substring(colon + 1, segment.length() - 1).strip();
        return (segment.contains("/") ? rests : templates).computeIfAbsent(pattern, name -> new RouteTable());
    }

    private static List<String> taken(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .toList();
    }

    /** A slash within braces belongs to a template's pattern. */
    private static List<String> templateSegments(String path) {
        List<String> segments = new ArrayList<>();
        for (String part : segments(path)) {
            int last = segments.size() - 1;
            if (last >= 0 && isOpen(segments.get(last))) {
                segments.set(last, segments.get(last) + "/" + part);
            } else {
                segments.add(part);
            }
        }
        return segments;
    }

    private static boolean isOpen(String template) {
        return template.chars().filter(c -> c == '{').count()
                > template.chars().filter(c -> c == '}').count();
    }

    // One slash at the end is allowed, as in JAX-RS.
    private static List<String> segments(String path) {
        String inner = path.replaceFirst("^/", "").replaceFirst("/$", "");
        return inner.isEmpty() ? List.of() : List.of(inner.split("/", -1));
    }
}
