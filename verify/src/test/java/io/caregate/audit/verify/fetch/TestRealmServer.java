package io.caregate.audit.verify.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A realm on this machine that answers as Keycloak with the pack does: tokens, checkpoints, the export. */
public final class TestRealmServer implements AutoCloseable {
    public final GrowingLog log = new GrowingLog();
    /** The forms that were sent to the token endpoint and to that of devices. */
    public final List<Map<String, String>> forms = new ArrayList<>();
    /** What was asked for, with its query. */
    public final List<String> asked = new ArrayList<>();
    /** Answers that come before the usual ones, to whatever is asked of the log. */
    public final Deque<Reply> replies = new ArrayDeque<>();
    /** Answers that come before the usual ones for the cosigned checkpoint. */
    public final Deque<Reply> cosignedReplies = new ArrayDeque<>();
    /** Answers that come before the usual ones of the token endpoint. */
    public final Deque<Reply> tokenReplies = new ArrayDeque<>();

    public long lifetime = 300;
    /** What the endpoint of devices asks for, as JSON. */
    public String pace = "\"expires_in\":600,\"interval\":7";

    private final HttpServer server;
    private boolean closed;
    private int tokens;
    private String valid = "";

    /** An answer. {@code missing} bytes of what its length says never come. */
    public record Reply(int status, String body, Map<String, String> headers, int missing) {
        public static Reply of(int status, String body) {
            return new Reply(status, body, Map.of(), 0);
        }
    }

    public TestRealmServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/realms/clinic/protocol/openid-connect/token", exchange -> {
            forms.add(form(exchange));
            Reply reply = tokenReplies.poll();
            if (reply == null) {
                valid = "token-" + ++tokens;
                reply = Reply.of(
                        200,
                        "{\"access_token\":\"" + valid + "\",\"expires_in\":" + lifetime
                                + ",\"refresh_token\":\"refresh-" + tokens
                                + "\",\"token_type\":\"Bearer\",\"not-before-policy\":0,\"x\":true}");
            }
            send(exchange, reply);
        });
        server.createContext("/realms/clinic/protocol/openid-connect/auth/device", exchange -> {
            forms.add(form(exchange));
            send(
                    exchange,
                    Reply.of(
                            200,
                            "{\"device_code\":\"device\",\"user_code\":\"ABCD-EFGH\",\"verification_uri\":"
                                    + "\"https://sso.example.org/device\"," + pace + "}"));
        });
        server.createContext("/realms/clinic/caregate/audit/", exchange -> {
            asked.add(exchange.getRequestURI().toString().replaceAll(".*/audit/", ""));
            Reply reply = replies.poll();
            send(exchange, reply == null ? usual(exchange) : reply);
        });
        server.createContext("/realms/clinic/caregate/audit/log/checkpoint", exchange -> {
            boolean isWanted = "witnessed=true".equals(exchange.getRequestURI().getQuery());
            Reply none = Reply.of(404, "{\"code\":\"not-found\"}");
            Reply usual = log.cosigned()
                    .filter(note -> isWanted)
                    .map(note -> Reply.of(200, note))
                    .orElse(none);
            Reply reply = cosignedReplies.poll();
            send(exchange, reply == null ? usual : reply);
        });
        server.start();
    }

    private Reply usual(HttpExchange exchange) {
        if (!("Bearer " + valid).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Reply.of(401, "{\"code\":\"token-invalid\",\"detail\":\"The access token is not valid\"}");
        }
        if (exchange.getRequestURI().getPath().endsWith("/export")) {
            String query = exchange.getRequestURI().getQuery();
            return Reply.of(200, log.export(query == null ? 0 : Long.parseLong(query.replace("after=", ""))));
        }
        List<GrowingLog.Signed> newestFirst = new ArrayList<>(log.checkpoints);
        Collections.reverse(newestFirst);
        return Reply.of(
                200,
                newestFirst.stream()
                        .map(each -> "{\"size\":" + each.size() + ",\"time\":\"2026-01-31T08:15:00Z\",\"note\":\""
                                + GrowingLog.quoted(each.note()) + "\"}")
                        .collect(Collectors.joining(",", "{\"checkpoints\":[", "],\"next\":null}")));
    }

    /** Makes the token that was given last worthless. */
    public void revoke() {
        valid = "none";
    }

    /** The realm's address. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/clinic";
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        int length = body.length + reply.missing();
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            server.stop(0);
        }
    }
}
