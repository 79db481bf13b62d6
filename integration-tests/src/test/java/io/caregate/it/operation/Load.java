package io.caregate.it.operation;

import static org.awaitility.Awaitility.await;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.TestRealm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The daily load of a hospital, from several clients at once. Each sends its next request when it has its answer:
 * people sign in, backends fetch tokens, and some have a wrong secret. It records the answers.
 */
final class Load implements AutoCloseable {
    static final String USER = "tina";
    static final String PASSWORD = "tina-password";
    static final TestClient APP = TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    static final TestClient BACKEND = TestClient.service("backend");
    /** A client whose requests break a rule that only reports. */
    static final TestClient SPA = TestClient.publicApp("spa").redirectUris("https://spa.example.org/callback");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestRealm realm;
    private final List<Thread> clients = new ArrayList<>();
    private final Map<Deed, Queue<String>> done = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;

    /** The deed that a client repeats. */
    enum Deed {
        /** A person signs in by the code flow, in a new browser. Yields the refresh token. */
        SIGN_IN,
        /** A backend gets a token by its secret. Yields the token. */
        FETCH,
        /** A backend's secret is wrong. Yields the mark of the request, its {@code User-Agent}. */
        FAIL,
        /** An authorization request that breaks a rule which only reports. Yields a number. */
        BREAK_A_RULE
    }

    /** Starts this number of clients for each kind of deed. All of them use the realm through the front door. */
    Load(Keycloak world, TestRealm realm, int clientsEach) {
        this.realm = world.existingRealm(realm.name());
        for (Deed deed : Deed.values()) {
            done.put(deed, new ConcurrentLinkedQueue<>());
            for (int client = 0; client < clientsEach; client++) {
                String name = realm.name() + "-" + deed + "-" + client;
                Thread thread = new Thread(() -> run(deed, name, world), name);
                clients.add(thread);
                thread.start();
            }
        }
    }

    /** A realm that the load can use. */
    static TestRealm.Builder realm(Keycloak keycloak) {
        return keycloak.realm().user(USER, PASSWORD).client(APP).client(BACKEND).client(SPA);
    }

    /** The expected answers so far. */
    List<String> done(Deed deed) {
        return List.copyOf(done.get(deed));
    }

    /** The unexpected answers, and the requests without an answer. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Waits until every deed was done this many more times. */
    Load awaitMore(int times) {
        Map<Deed, Integer> before = EnumSet.allOf(Deed.class).stream()
                .collect(Collectors.toMap(deed -> deed, deed -> done.get(deed).size()));
        await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> before.entrySet().stream()
                .allMatch(deed -> done.get(deed.getKey()).size() >= deed.getValue() + times));
        return this;
    }

    /** Begins no more requests, and waits for those in flight. */
    @Override
    public void close() {
        running = false;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Deed deed, String name, Keycloak world) {
        for (int number = 0; running; number++) {
            String mark = name + "-" + number;
            try {
                done.get(deed).add(doIt(deed, mark, world));
            } catch (AssertionError | RuntimeException e) {
                wrong.add(mark + ": " + e);
            }
        }
    }

    private String doIt(Deed deed, String mark, Keycloak world) {
        return switch (deed) {
            case SIGN_IN -> realm.signIn(APP, USER, PASSWORD).expect(200).refreshToken();
            case FETCH -> realm.oidc().clientCredentials(BACKEND).expect(200).accessToken();
            case FAIL -> fail(mark, world);
            case BREAK_A_RULE -> breakRule(mark);
        };
    }

    private String fail(String mark, Keycloak world) {
        var answer = world.given()
                .header("User-Agent", mark)
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", BACKEND.id())
                .formParam("client_secret", "wrong")
                .post(realm.oidc().endpoint("token"));
        if (answer.statusCode() != 401) {
            throw new AssertionError(answer.statusCode() + " " + answer.asString());
        }
        return mark;
    }

    private String breakRule(String mark) {
        Answer page = realm.browser()
                .open(realm.oidc().authorization(SPA).withoutPkce().uri())
                .answer();
        page.expect(200);
        return mark;
    }

    /** The marks of all failures that were answered. */
    Set<String> failures() {
        return Set.copyOf(done.get(Deed.FAIL));
    }
}
