package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.it.policy.RawRequest.RawAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two thousand malformed registrations, authorization, PAR and token requests. Each is answered as documented, and none
 * with a server error. They follow from a seed, which {@code -Dcaregate.seed} sets.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedRequestsIT {
    private static final long SEED = Long.getLong("caregate.seed", 6749);
    private static final int REQUESTS = 2_000;
    private static final int CONNECTIONS = 4;
    private static final String REDIRECT_URI = "https://fuzz.example.org/callback";
    private static final TestClient APP = TestClient.confidential("fuzz-app")
            .redirectUris(REDIRECT_URI)
            .set("serviceAccountsEnabled", true)
            .attribute("standard.token.exchange.enabled", "true")
            .attribute("oauth2.device.authorization.grant.enabled", "true")
            .attribute("oidc.ciba.grant.enabled", "true");

    private Keycloak keycloak;
    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        this.keycloak = keycloak;
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .user("pat", "pat-password")
                .client(APP)
                .client(TestClient.confidential("fuzz-stored").redirectUris(REDIRECT_URI))
                .create();
    }

    @Test
    void requestWhenMalformedThenAnsweredButNotWithAServerError() throws Exception {
        List<RawRequest> requests = new MalformedRequests(
                        SEED, realm.name(), realm.admin().clientUuid(realm.name(), "fuzz-stored"), tokens())
                .take(REQUESTS);
        Map<String, Integer> seen = new TreeMap<>();
        List<String> wrong = new ArrayList<>();

        List<RawAnswer> answers = sendAll(requests);

        for (int i = 0; i < requests.size(); i++) {
            RawAnswer answer = answers.get(i);
            seen.merge(requests.get(i).kind() + " " + answer.status(), 1, Integer::sum);
            if (!isDocumented(answer) && !isOf26(requests.get(i), answer)) {
                wrong.add(answer.status() + " " + answer.location() + " to no. " + i + ", " + requests.get(i));
            }
        }
        System.out.printf("%d requests, seed %d: %s%n", requests.size(), SEED, seen);
        assertThat(String.join("\n", wrong))
                .as("%d of seed %d", wrong.size(), SEED)
                .isEmpty();
        assertThat(seen.keySet())
                .as("it comes through to each endpoint")
                .contains("admin POST 201", "authorization 200");
    }

    /** Keycloak 26.6 fails to raise the event of a registration with a bad token, and so to answer it. */
    private static boolean isOf26(RawRequest request, RawAnswer answer) {
        return SharedServer.IS_26_6 && answer.status() == 500 && request.kind().equals("registration openid-connect");
    }

    private boolean isDocumented(RawAnswer answer) {
        return switch (answer.status() / 100) {
            case 2, 4 -> true;
            case 3 ->
                answer.location().startsWith(REDIRECT_URI) || answer.location().startsWith(keycloak.url() + "/");
            default -> false;
        };
    }

    private List<String> tokens() {
        String initialAccess = realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", REQUESTS, "expiration", 3600))
                .text("token");
        var signedIn = realm.signIn(APP, "pat", "pat-password").expect(200);
        return List.of(initialAccess, signedIn.accessToken(), signedIn.refreshToken(), signedIn.text("id_token"));
    }

    private List<RawAnswer> sendAll(List<RawRequest> requests) throws InterruptedException, ExecutionException {
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<RawAnswer>> answers = connections.invokeAll(requests.stream()
                    .<Callable<RawAnswer>>map(request -> () -> send(request))
                    .toList());
            List<RawAnswer> all = new ArrayList<>();
            for (Future<RawAnswer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            connections.shutdownNow();
        }
    }

    private RawAnswer send(RawRequest request) throws IOException {
        return request.send(keycloak.url(), request.asAdmin() ? keycloak.admin().token() : "");
    }
}
