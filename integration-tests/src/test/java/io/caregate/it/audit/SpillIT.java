package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot even spill while the database is away. {@link CaptureOutageIT} has the outages without that. */
@Needs(POSTGRES)
final class SpillIT {
    private static final String OPTION = "--spi-events-listener--caregate-audit--";
    private static final String IN_MEMORY = "caregate_audit_memory_entries";
    private static final int CLIENTS = 4;

    @TempDir
    private Path folder;

    @Test
    void entriesWhenTheSpillsDiskIsFullWhileTheDatabaseIsAwayThenKeptInMemoryLoudly() throws Exception {
        Path small = smallDisk();
        try (var postgres = Postgres.withKeycloak();
                var first = postgres.server().start();
                var second = postgres.server()
                        .option(OPTION + "spill-dir=" + small)
                        .option(OPTION + "node-name=second")
                        .start()) {
            var database = new AuditDatabase(postgres);
            var realm = new Keycloak(first)
                    .realm()
                    .client(TestClient.service("backend"))
                    .create();
            var other = new Keycloak(second);
            FailingClients one = new FailingClients(realm.oidc().endpoint("token"), "first", CLIENTS);
            FailingClients two = new FailingClients(other.oidc(realm.name()).endpoint("token"), "second", CLIENTS);
            try (one;
                    two) {
                two.awaitRefused(100);
                postgres.stop();
                await().atMost(Duration.ofMinutes(1)).until(() -> other.metric(IN_MEMORY) > 100);
                postgres.restart();
                one.awaitRefused(one.refused().size() + 100);
                two.awaitRefused(two.refused().size() + 100);
            }
            List<FailingClients.Sent> sent = Stream.of(one, two)
                    .flatMap(clients -> clients.sent().stream())
                    .toList();

            assertThat(sent).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(401));
            assertThat(second.log()).contains("the spill takes no entries: from now on they are in memory only");
            await().atMost(Duration.ofMinutes(1)).until(() -> other.metric(IN_MEMORY) == 0);
            database.awaitSealed(first);
            database.awaitSealed(small);
            assertThat(other.metric("caregate_audit_lost_total")).isZero();
            FailingClients.assertEachOnceInOrder(database.userAgents("CLIENT_LOGIN_ERROR"), sent);
        } finally {
            run("umount", small.toString());
        }
    }

    private Path smallDisk() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", small.toString()) == 0,
                "skipped: a small disk takes the right to mount one");
        return small;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor();
    }
}
