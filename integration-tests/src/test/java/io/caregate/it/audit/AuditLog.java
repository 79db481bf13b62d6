package io.caregate.it.audit;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.TestRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The log of a realm, read by a backend whose service account is an auditor. */
final class AuditLog {
    static final TestClient READER = TestClient.service("siem");
    static final String ROLE = "auditor";

    private final Oidc oidc;
    private final String token;

    AuditLog(TestRealm realm) {
        this.oidc = realm.oidc();
        this.token =
                realm.oidc().clientCredentials(READER, "openid").expect(200).accessToken();
    }

    /** The answer to these query parameters. */
    Answer ask(Map<String, String> parameters) {
        return ask(oidc, token, parameters);
    }

    /** The answer to the caller with this token. */
    static Answer ask(Oidc oidc, String token, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return oidc.get("/caregate/audit/events?" + query, token);
    }

    /** One page of at most a thousand entries. */
    List<JsonNode> find(Map<String, String> parameters) {
        awaitSpill();
        return entries(ask(with(parameters, "limit", "1000")).expect(200));
    }

    /** What the database has not taken within the writer's patience is in the spill for a moment. */
    private void awaitSpill() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> oidc.get("/caregate/audit/status", token)
                                .expect(200)
                                .json()
                                .path("spillBytes")
                                .asLong(-1)
                        == 0);
    }

    /** All entries, page by page. {@code between} runs between two pages. */
    List<JsonNode> findAll(Map<String, String> parameters, Runnable between) {
        List<JsonNode> all = new ArrayList<>();
        Answer page = ask(parameters).expect(200);
        all.addAll(entries(page));
        while (!page.json().path("next").isNull()) {
            between.run();
            page = ask(with(parameters, "cursor", page.text("next"))).expect(200);
            all.addAll(entries(page));
        }
        return all;
    }

    private static List<JsonNode> entries(Answer answer) {
        return StreamSupport.stream(answer.json().path("events").spliterator(), false)
                .toList();
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put(name, value);
        return all;
    }
}
