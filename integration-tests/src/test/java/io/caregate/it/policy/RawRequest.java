package io.caregate.it.policy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as bytes, so that it may hold text that no client library would send, such as {@code %zz}.
 *
 * @param kind the attempted error, for failure messages
 * @param asAdmin whether it carries the administrator's token
 * @param target path and query
 * @param headers whole lines
 */
record RawRequest(String kind, boolean asAdmin, String method, String target, List<String> headers, byte[] body) {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");
    private static final Pattern LOCATION = Pattern.compile("\r\nlocation: ([^\r]*)\r\n", Pattern.CASE_INSENSITIVE);

    static RawRequest get(String kind, String target, List<String> headers) {
        return new RawRequest(kind, false, "GET", target, headers, new byte[0]);
    }

    static RawRequest post(String kind, String target, List<String> headers, String body) {
        return new RawRequest(kind, false, "POST", target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The answer.
     *
     * @param status 0 where the server has closed the connection without an answer
     * @param location empty where there is none
     */
    record RawAnswer(int status, String location, String text) {}

    RawAnswer send(URI server, String adminToken) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes(server, adminToken));
            socket.getOutputStream().flush();
            return read(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private byte[] bytes(URI server, String adminToken) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n");
        if (asAdmin) {
            head.append("Authorization: Bearer ").append(adminToken).append("\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        var bytes = new ByteArrayOutputStream();
        bytes.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.write(body);
        return bytes.toByteArray();
    }

    private static RawAnswer read(String text) {
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            return new RawAnswer(0, "", text);
        }
        Matcher location = LOCATION.matcher(text.substring(0, Math.max(0, text.indexOf("\r\n\r\n") + 2)));
        return new RawAnswer(Integer.parseInt(status.group(1)), location.find() ? location.group(1) : "", text);
    }

    @Override
    public String toString() {
        String whole =
                kind + ": " + method + " " + target + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
        return whole.length() <= 600 ? whole : whole.substring(0, 600) + "… (" + whole.length() + " characters)";
    }
}
