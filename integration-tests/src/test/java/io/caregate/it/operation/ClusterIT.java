package io.caregate.it.operation;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.TestRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two nodes on one database: a decision on one holds on the other with the next request, and a node may be replaced or
 * die. The cluster is started once, with the JARs of the previous version if the build knows them. The first test
 * replaces them.
 */
@Needs(POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String OTHER_CALLBACK = "https://app.example.org/other";
    private static final int ROUNDS = 5;
    private static final int DEEDS = 20;
    private static final int CLIENTS_EACH = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path data) {
        cluster = new Cluster(data);
        cluster.startPrevious();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void loginsWhenNodesAreReplacedOneByOneThenNoneFailsAndNothingIsLost() {
        System.out.println(Cluster.previous()
                .map(jars -> "rolling restart from the JARs of the version before, " + jars)
                .orElse("rolling restart from this version TO ITSELF: caregate.previous.providers names"
                        + " no earlier one"));
        TestRealm realm = Load.realm(cluster.node(0)).create();
        Load load = new Load(cluster.world(), realm, 1);
        try (load) {
            load.awaitMore(DEEDS);
            for (int node = Cluster.NODES - 1; node >= 0; node--) {
                cluster.stop(node);
                cluster.start(node);
                load.awaitMore(DEEDS);
            }
        }

        assertThat(load.wrong()).isEmpty();
        assertSessionsGoOn(load, realm);
        assertEachFailureIsInTheLogOnce(load.failures());
        assertCounted(realm, load.done(Load.Deed.BREAK_A_RULE).size());
        print("nodes replaced one by one", load);
    }

    @ParameterizedTest
    @EnumSource(Admission.class)
    @Order(2)
    void tokenWhenTheRoleGoesOnOneNodeThenItStopsOnTheOtherAtOnce(Admission admission) {
        cluster.start();
        Keycloak first = cluster.node(0);
        TestRealm realm = first.realm()
                .realmRole(Admission.THERAPIST, Admission.CHIEF)
                .user(admission.userName(), "password")
                .client(Load.APP)
                .protectedApi(admission.apiId(), Admission.THERAPIST)
                .create();
        admission.arrange(first.admin(), realm);
        var tokens = cluster.world()
                .existingRealm(realm.name())
                .signIn(Load.APP, admission.userName(), "password", admission.apiId())
                .expect(200);

        for (int round = 0; round < ROUNDS; round++) {
            Keycloak here = cluster.node(round % 2);
            Keycloak there = cluster.node((round + 1) % 2);
            TestRealm elsewhere = there.existingRealm(realm.name());
            TestClient api = TestClient.resourceServer(admission.apiId());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(elsewhere
                            .oidc()
                            .introspect(api, tokens.accessToken())
                            .text("active"))
                    .isEqualTo("true"));
            elsewhere.oidc().userinfo(tokens.accessToken()).expect(200);

            admission.take(here.admin(), realm).expect(204);

            var introspected = elsewhere.oidc().introspect(api, tokens.accessToken());
            var userinfo = elsewhere.oidc().userinfo(tokens.accessToken());
            var refreshed = elsewhere.oidc().refresh(Load.APP, tokens.refreshToken());
            assertThat(introspected.text("active")).as("round " + round).isEqualTo("false");
            assertThat(userinfo.status()).as("round " + round).isEqualTo(401);
            assertThat(refreshed.error()).as("round " + round).isEqualTo("invalid_grant");

            admission.give(here.admin(), realm).expect(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid", "openid offline_access"})
    @Order(2)
    void refreshTokenWhenUsedOnBothNodesAtOnceThenOneServedAndItsSessionEndsOnBoth(String scopes) {
        cluster.start();
        TestRealm realm = cluster.node(0)
                .realm()
                .user("pat", "password", "offline_access")
                .client(Load.SPA)
                .create();
        TestRealm outside = cluster.world().existingRealm(realm.name());
        for (int round = 0; round < 2 * ROUNDS; round++) {
            String token = outside.signIn(Load.SPA, "pat", "password", scopes.split(" "))
                    .expect(200)
                    .refreshToken();
            List<CompletableFuture<Answer>> uses = IntStream.range(0, 4)
                    .mapToObj(use -> CompletableFuture.supplyAsync(() -> cluster.node(use % 2)
                            .existingRealm(realm.name())
                            .oidc()
                            .refresh(Load.SPA, token)))
                    .toList();
            List<Answer> answers = uses.stream().map(CompletableFuture::join).toList();
            assertThat(answers)
                    .extracting(Answer::status)
                    .as("round " + round)
                    .containsOnly(200, 400)
                    .containsOnlyOnce(200);
            String newest = answers.stream()
                    .filter(answer -> answer.status() == 200)
                    .map(Answer::refreshToken)
                    .findFirst()
                    .orElseThrow();
            for (int node = 0; node < Cluster.NODES; node++) {
                assertThat(cluster.node(node)
                                .existingRealm(realm.name())
                                .oidc()
                                .refresh(Load.SPA, newest)
                                .error())
                        .as("round " + round + " node " + node)
                        .isEqualTo("invalid_grant");
            }
        }
    }

    @Test
    @Order(2)
    void clientWhenWrittenOnOneNodeThenRefusedAndServedAlikeOnTheOther() {
        cluster.start();
        TestRealm realm = cluster.node(0).realm().create();
        for (int round = 0; round < 2 * ROUNDS; round++) {
            Keycloak here = cluster.node(round % 2);
            Keycloak there = cluster.node((round + 1) % 2);
            String id = "app-" + round;
            TestClient client = TestClient.publicApp(id).redirectUris(CALLBACK, OTHER_CALLBACK);
            TestClient wild = TestClient.publicApp(id).redirectUris("https://app.example.org/*");
            assertThat(opens(there, realm, client, CALLBACK))
                    .as("nobody knows it")
                    .isFalse();

            here.existingRealm(realm.name()).register(client).expect(201);
            assertThat(opens(there, realm, client, CALLBACK)).as("created").isTrue();
            assertThat(opens(there, realm, client, OTHER_CALLBACK))
                    .as("created")
                    .isTrue();
            for (Keycloak node : List.of(here, there)) {
                assertThat(node.existingRealm(realm.name())
                                .register(TestClient.confidential("wild").redirectUris("*"))
                                .error())
                        .isEqualTo("invalid_redirect_uri");
                assertThat(update(node, realm, wild).error()).isEqualTo("invalid_redirect_uri");
                assertThat(opens(node, realm, wild, "https://app.example.org/x"))
                        .isFalse();
            }

            update(here, realm, TestClient.publicApp(id).redirectUris(CALLBACK)).expect(204);
            assertThat(opens(there, realm, client, OTHER_CALLBACK))
                    .as("taken out")
                    .isFalse();
            assertThat(opens(there, realm, client, CALLBACK)).as("left in").isTrue();

            update(there, realm, TestClient.publicApp(id).redirectUris(CALLBACK).set("enabled", false))
                    .expect(204);
            assertThat(opens(here, realm, client, CALLBACK)).as("disabled").isFalse();
        }
    }

    @Test
    @Order(2)
    void wouldBeRefusalsWhenSeenByBothNodesThenTheyAddUp() throws InterruptedException {
        cluster.start();
        TestRealm realm = cluster.node(0).realm().client(Load.SPA).create();
        List<Thread> browsers = new ArrayList<>();
        for (int node = 0; node < Cluster.NODES; node++) {
            TestRealm there = cluster.node(node).existingRealm(realm.name());
            for (int browser = 0; browser < 2; browser++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < DEEDS; i++) {
                        there.browser()
                                .open(there.oidc()
                                        .authorization(Load.SPA)
                                        .withoutPkce()
                                        .uri());
                    }
                });
                thread.start();
                browsers.add(thread);
            }
        }
        for (Thread browser : browsers) {
            browser.join();
        }

        assertCounted(realm, Cluster.NODES * 2 * DEEDS);
    }

    @Test
    @Order(3)
    void loginsWhenEitherNodeIsKilledThenNoAnswerAndNoSessionIsLost() {
        cluster.start();
        for (int victim = 0; victim < Cluster.NODES; victim++) {
            TestRealm realm = Load.realm(cluster.node(0)).create();
            Load load = new Load(cluster.world(), realm, CLIENTS_EACH);
            try (load) {
                load.awaitMore(DEEDS);
                cluster.kill(victim);
                load.awaitMore(DEEDS);
            }

            // Requests in flight to the dead node, or on a connection that it had left open, and no more than those.
            assertThat(load.wrong()).hasSizeLessThanOrEqualTo(2 * CLIENTS_EACH * Load.Deed.values().length);
            assertSessionsGoOn(load, realm);
            // Its own entries may be on its disk.
            cluster.start(victim);
            assertEachFailureIsInTheLogOnce(load.failures());
            print("node " + victim + " killed", load);
        }
    }

    private static boolean opens(Keycloak node, TestRealm realm, TestClient client, String callback) {
        var there = node.existingRealm(realm.name());
        var page = there.browser()
                .open(there.oidc().authorization(client).redirectUri(callback).uri());
        assertThat(page.status()).isIn(200, 400);
        return page.status() == 200;
    }

    private static Answer update(Keycloak node, TestRealm realm, TestClient client) {
        String uuid = node.admin().clientUuid(realm.name(), client.id());
        return node.admin().put(realm.adminPath("/clients/" + uuid), client.json());
    }

    /** Signed-in users stay signed in, with only the nodes that are running now. */
    private void assertSessionsGoOn(Load load, TestRealm realm) {
        var oidc = cluster.world().existingRealm(realm.name()).oidc();
        List<String> sessions = load.done(Load.Deed.SIGN_IN);
        assertThat(sessions).hasSizeGreaterThan(DEEDS);
        assertThat(sessions)
                .allSatisfy(session ->
                        assertThat(oidc.refresh(Load.APP, session).status()).isEqualTo(200));
    }

    private void assertEachFailureIsInTheLogOnce(Set<String> failures) {
        var database = new AuditDatabase(cluster.postgres());
        assertThat(failures).hasSizeGreaterThan(DEEDS);
        for (int node = 0; node < Cluster.NODES; node++) {
            database.awaitSealed(cluster.spills(node));
        }
        // Unanswered requests may be in it too.
        assertThat(database.userAgents("CLIENT_LOGIN_ERROR"))
                .filteredOn(failures::contains)
                .doesNotHaveDuplicates()
                .hasSize(failures.size());
        assertThat(database.eventIds()).doesNotHaveDuplicates();
    }

    private void assertCounted(TestRealm realm, int times) {
        for (int node = 0; node < Cluster.NODES; node++) {
            Keycloak asked = cluster.node(node);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(counts(asked, realm)).containsExactly(times));
        }
    }

    private static List<Integer> counts(Keycloak node, TestRealm realm) {
        JsonNode report = node.admin()
                .get(realm.adminPath("/caregate/findings"))
                .expect(200)
                .json();
        return report.findValues("count").stream()
                .map(JsonNode::asInt)
                .filter(count -> count > 0)
                .toList();
    }

    private static void print(String what, Load load) {
        System.out.printf(
                "%s: %d signed in, %d tokens fetched, %d failures, %d requests reported; %d answered otherwise%n",
                what,
                load.done(Load.Deed.SIGN_IN).size(),
                load.done(Load.Deed.FETCH).size(),
                load.done(Load.Deed.FAIL).size(),
                load.done(Load.Deed.BREAK_A_RULE).size(),
                load.wrong().size());
    }
}
