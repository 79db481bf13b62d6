package io.caregate.audit.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A FHIR server that keeps AuditEvents and does batches of conditional creates and searches as in R4. It either
 * searches by {@code _tag} or, as it may, ignores the parameter.
 */
final class FhirStore implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONDITION = "_tag=";

    private final HttpServer server;
    private final List<JsonNode> stored = new ArrayList<>();
    private final boolean knowsTags;
    private volatile int statusOfSearches = 200;
    private final Semaphore never = new Semaphore(0);
    private volatile int requests;
    private volatile boolean slow;

    FhirStore(boolean knowsTags) throws IOException {
        this.knowsTags = knowsTags;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/fhir", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/fhir");
    }

    /** Adds an AuditEvent from another sender. */
    synchronized void addForeign(String tag) throws IOException {
        stored.add(JSON.readTree(
                "{\"resourceType\":\"AuditEvent\",\"meta\":{\"tag\":[{\"system\":\"urn:other\",\"code\":\"" + tag
                        + "\"}]}}"));
    }

    /** Adds a second copy of each resource, as a delivery without a condition does. */
    synchronized void doubleAll() {
        stored.addAll(List.copyOf(stored));
    }

    /** Answers batches of searches, and only them, with this status. */
    void refuseSearches(int status) {
        statusOfSearches = status;
    }

    /** Takes 2 s for a batch of creates, and for ever for a batch of searches. */
    void slowDown() {
        slow = true;
    }

    /** The codes of the first tags of the stored resources. */
    synchronized List<String> stored() {
        return stored.stream()
                .map(event -> event.at("/meta/tag/0/code").asText())
                .toList();
    }

    int requests() {
        return requests;
    }

    @Override
    public void close() {
        never.release(100);
        server.stop(0);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        requests++;
        JsonNode bundle = JSON.readTree(exchange.getRequestBody().readAllBytes());
        boolean searches = bundle.at("/entry/0/request/method").asText().equals("GET");
        if (slow) {
            pause(searches ? 600 : 2);
        }
        if (searches && statusOfSearches != 200) {
            exchange.sendResponseHeaders(statusOfSearches, -1);
        } else {
            List<String> answers = new ArrayList<>();
            for (JsonNode entry : bundle.path("entry")) {
                answers.add(searches ? search(entry) : create(entry));
            }
            byte[] body = ("{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":["
                            + String.join(",", answers) + "]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void pause(int seconds) {
        try {
            never.tryAcquire(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String create(JsonNode entry) {
        String condition = entry.at("/request/ifNoneExist").asText();
        int matches = condition.isEmpty() ? 0 : found(condition).size();
        if (matches == 0) {
            stored.add(entry.path("resource"));
        }
        String status = matches == 0 ? "201 Created" : matches == 1 ? "200 OK" : "412 Precondition Failed";
        return "{\"response\":{\"status\":\"" + status + "\",\"location\":\"AuditEvent/1/_history/1\"}}";
    }

    private String search(JsonNode entry) {
        String url = entry.at("/request/url").asText();
        String found = found(url.substring(url.indexOf('?') + 1)).stream()
                .limit(url.endsWith("&_count=1") ? 1 : 50)
                .map(event -> "{\"resource\":" + event + ",\"search\":{\"mode\":\"match\"}}")
                .collect(Collectors.joining(","));
        return "{\"resource\":{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + found
                + "]},\"response\":{\"status\":\"200 OK\"}}";
    }

    private List<JsonNode> found(String query) {
        Optional<String> tag = query.lines()
                .flatMap(line -> List.of(line.split("&")).stream())
                .filter(parameter -> parameter.startsWith(CONDITION))
                .map(parameter -> URLDecoder.decode(parameter.substring(CONDITION.length()), StandardCharsets.UTF_8))
                .findFirst();
        return stored.stream()
                .filter(event -> !knowsTags || has(event, tag.orElseThrow()))
                .toList();
    }

    private static boolean has(JsonNode event, String tag) {
        JsonNode first = event.at("/meta/tag/0");
        return tag.equals(
                first.path("system").asText() + "|" + first.path("code").asText());
    }
}
