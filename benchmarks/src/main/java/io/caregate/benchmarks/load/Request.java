package io.caregate.benchmarks.load;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A request as its bytes, so that sending it again costs nothing except the sending. */
public final class Request {
    private final byte[] bytes;

    private Request(String method, URI uri, Map<String, String> headers, String body) {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(uri.getRawPath())
                .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(uri.getAuthority())
                .append("\r\nUser-Agent: caregate-benchmark\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        if (!method.equals("GET")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        bytes = new byte[start.length + content.length];
        System.arraycopy(start, 0, bytes, 0, start.length);
        System.arraycopy(content, 0, bytes, start.length, content.length);
    }

    /** Requests a resource. */
    public static Request get(URI uri, Map<String, String> headers) {
        return new Request("GET", uri, headers, "");
    }

    /** Sends a form. */
    public static Request form(URI uri, Map<String, String> headers, Map<String, String> fields) {
        return new Request("POST", uri, with(headers, "application/x-www-form-urlencoded"), encoded(fields));
    }

    /** Sends JSON. */
    public static Request json(URI uri, Map<String, String> headers, String json) {
        return new Request("POST", uri, with(headers, "application/json"), json);
    }

    /** Fields as in a form or after a question mark. */
    public static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    byte[] bytes() {
        return bytes;
    }

    private static Map<String, String> with(Map<String, String> headers, String contentType) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", contentType);
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
