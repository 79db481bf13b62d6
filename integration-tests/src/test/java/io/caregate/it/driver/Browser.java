package io.caregate.it.driver;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A minimal browser for logins. It keeps cookies, including {@code Secure} ones, as browsers do on the loopback
 * address. It follows redirects within the server's origin and stops at one that leaves it, so that a test sees the
 * callback that the server wanted.
 */
public final class Browser {
    private static final int MOST_HOPS = 20;

    private final URI server;
    /** By name and path. */
    private final Map<String, HttpCookie> cookies = new LinkedHashMap<>();

    public Browser(URI server) {
        this.server = server;
    }

    public Page open(URI uri) {
        return follow(uri, Http.request(uri).header("Accept", "text/html"));
    }

    /** Sends a form. */
    public Page post(URI uri, Map<String, String> form) {
        return follow(uri, Http.formPost(uri, form).header("Accept", "text/html"));
    }

    /** Its cookies, as name to value. */
    public Map<String, String> cookies() {
        return cookies.values().stream()
                .collect(Collectors.toMap(HttpCookie::getName, HttpCookie::getValue, (first, second) -> second));
    }

    /** Forgets everything, like a private window that is closed. */
    public void clearCookies() {
        cookies.clear();
    }

    /** Takes the cookies of an answer to somebody else's request, such as an administrator who impersonates a user. */
    public void keepCookiesOf(Answer answer) {
        answer.headers().allValues("set-cookie").forEach(this::keep);
    }

    private Page follow(URI first, HttpRequest.Builder firstRequest) {
        if (!isOfServer(first)) {
            throw new AssertionError("This browser stays on " + server + ", and is asked to open " + first);
        }
        List<Answer> hops = new ArrayList<>();
        URI uri = first;
        var request = firstRequest;
        while (hops.size() < MOST_HOPS) {
            var answer = send(uri, request);
            hops.add(answer);
            if (answer.status() / 100 != 3 || answer.header("Location").isEmpty()) {
                return new Page(this, uri, answer, hops);
            }
            URI next = uri.resolve(answer.header("Location"));
            if (!isOfServer(next)) {
                return new Page(this, uri, answer, hops);
            }
            uri = next;
            request = Http.request(uri).header("Accept", "text/html");
        }
        throw new AssertionError("More than " + MOST_HOPS + " redirects from " + first + ", the last to " + uri);
    }

    private boolean isOfServer(URI uri) {
        return server.getScheme().equals(uri.getScheme())
                && server.getRawAuthority().equals(uri.getRawAuthority());
    }

    private Answer send(URI uri, HttpRequest.Builder request) {
        String header = cookies.values().stream()
                .filter(cookie -> uri.getPath().startsWith(cookie.getPath()))
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!header.isEmpty()) {
            request.header("Cookie", header);
        }
        var answer = Http.send(request);
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    private void keep(String setCookie) {
        for (HttpCookie cookie : HttpCookie.parse("Set-Cookie: " + setCookie)) {
            if (cookie.getPath() == null) {
                cookie.setPath("/");
            }
            String key = cookie.getName() + " " + cookie.getPath();
            if (cookie.getMaxAge() == 0 || cookie.hasExpired()) {
                cookies.remove(key);
            } else {
                cookies.put(key, cookie);
            }
        }
    }
}
