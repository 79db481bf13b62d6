package io.caregate.benchmarks.login;

import io.caregate.server.BootstrapAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A realm with one client, {@code backend}, made over the Admin API. */
final class Realm {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Realm() {}

    /** Creates it. Returns the address of its token endpoint. */
    static URI create(URI server, BootstrapAdmin admin, String name, Variant variant, URI receiver)
            throws IOException, InterruptedException {
        String token = accessToken(
                send(HttpRequest.newBuilder(URI.create(server + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                                + encode(admin.clientId()) + "&client_secret=" + encode(admin.clientSecret())))
                        .build()));
        send(HttpRequest.newBuilder(URI.create(server + "/admin/realms"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(name, variant, receiver)))
                .build());
        return URI.create(server + "/realms/" + name + "/protocol/openid-connect/token");
    }

    private static String json(String name, Variant variant, URI receiver) {
        return "{\"realm\":\"" + name + "\",\"enabled\":true,\"eventsEnabled\":" + variant.eventStore()
                + ",\"eventsListeners\":[" + quoted(variant.listeners()) + "],\"attributes\":{"
                + variant.attributes(receiver).entrySet().stream()
                        .map(attribute -> quoted(attribute.getKey()) + ":" + quoted(attribute.getValue()))
                        .collect(Collectors.joining(","))
                + "},\"clients\":[{\"clientId\":\"backend\",\"secret\":\"right\",\"serviceAccountsEnabled\":true,"
                + "\"standardFlowEnabled\":false,\"publicClient\":false,\"redirectUris\":[]}]}";
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(Realm::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String accessToken(String json) {
        int from = json.indexOf("\"access_token\":\"") + "\"access_token\":\"".length();
        return json.substring(from, json.indexOf('"', from));
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
