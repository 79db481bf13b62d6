package io.caregate.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The server's answer.
 *
 * @param status of the answer
 * @param location the address to which it redirects a browser; empty if there is none
 * @param cookies the cookies that it sets, each as {@code name=value}
 * @param body in UTF-8; it is not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, String location, List<String> cookies, byte[] body) {

    private static final int SHOWN = 300;

    /**
     * This answer, if it has the status.
     *
     * @throws IOException if it has another, with the beginning of its body
     */
    public Answer expect(int expected) throws IOException {
        if (status != expected) {
            String text = text();
            throw new IOException("expected " + expected + ", got " + status + " " + location + ": "
                    + text.substring(0, Math.min(SHOWN, text.length())));
        }
        return this;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** All cookies as a browser sends them back. */
    public String cookieHeader() {
        return cookies.stream().collect(Collectors.joining("; "));
    }

    /** A string field of a JSON object, found without parsing the rest. */
    public String field(String name) throws IOException {
        return between("\"" + name + "\":\"", "\"", text());
    }

    /** A parameter of the address to which a browser is redirected. */
    public String parameter(String name) throws IOException {
        return between("&" + name + "=", "&", location.replace('?', '&') + "&");
    }

    /** The address to which the page's form is sent. */
    public URI formAction() throws IOException {
        return URI.create(between("action=\"", "\"", text()).replace("&amp;", "&"));
    }

    private static String between(String start, String end, String text) throws IOException {
        int from = text.indexOf(start);
        int to = from < 0 ? -1 : text.indexOf(end, from + start.length());
        if (to < 0) {
            throw new IOException("no " + start + " in: " + text.substring(0, Math.min(SHOWN, text.length())));
        }
        return text.substring(from + start.length(), to);
    }
}
