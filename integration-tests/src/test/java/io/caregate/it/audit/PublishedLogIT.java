package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.Tile;
import io.caregate.auditlog.tree.WitnessKey;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.Http;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The log as programs of others read it: checkpoints, tiles and proofs of C2SP, checked by the packages of the Go
 * project and by a few lines of Python, with a witness that runs and one that is away.
 */
@Needs(POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublishedLogIT {
    private static final String ORIGIN = "sso.example.org/audit";
    private static final String OPTION = "--spi-events-listener--caregate-audit--";
    private static final String AUDIT = "/caregate/audit/";
    private static final String LOG = AUDIT + "log/";
    private static final int CAPTURED = 700;
    private static final Path GO_PACKAGES = Path.of("/usr/share/gocode");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private Postgres postgres;
    private AuditDatabase database;
    private KeycloakServer server;
    private TestRealm realm;
    private String token;
    private String vkey;
    private WitnessProcess witness;
    private WitnessProcess mlDsaWitness;

    @BeforeAll
    void publishTheLog() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        postgres = Postgres.withKeycloak();
        database = new AuditDatabase(postgres);
        Path secret = Files.writeString(folder.resolve("signing-key.pem"), NoteSigner.newPem());
        vkey = NoteSigner.ofPem(ORIGIN, Files.readString(secret)).key().toString();
        Files.writeString(folder.resolve("audit.pub"), vkey + "\n");
        witness = WitnessProcess.start(folder.resolve("here"), "w.example/1", "ed25519", vkey);
        mlDsaWitness = WitnessProcess.start(folder.resolve("ml-dsa"), "w.example/2", "ml-dsa-44", vkey);
        String away = "witness away "
                + NoteSigner.ofPem("away.example/w", NoteSigner.newPem()).witnessKey() + " http://127.0.0.1:9/\n";
        Path policy = Files.writeString(
                folder.resolve("policy"),
                witness.line("here") + away + mlDsaWitness.line("ml-dsa")
                        + "group any-of 1 here away\nquorum any-of\n");
        server = postgres.server()
                .option(OPTION + "signing-key-file=" + secret)
                .option(OPTION + "origin=" + ORIGIN)
                .option(OPTION + "public-log=on")
                .option(OPTION + "witness-policy-file=" + policy)
                .start();
        realm = new Keycloak(server)
                .realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        token = realm.oidc().clientCredentials(AuditLog.READER).expect(200).accessToken();
        database.capture("a", CAPTURED);
        fail();
        await().atMost(Duration.ofSeconds(60)).until(() -> size("checkpoint?witnessed=true") > CAPTURED);
    }

    @AfterAll
    void stop() {
        Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (witness != null) {
            witness.close();
        }
        if (mlDsaWitness != null) {
            mlDsaWitness.close();
        }
    }

    private void fail() {
        realm.oidc()
                .token(TestClient.service("worker"), Map.of("grant_type", "refresh_token", "refresh_token", "none"))
                .expect(400);
    }

    private long size(String address) {
        Answer answer = realm.oidc().get(LOG + address);
        return answer.status() == 404
                ? 0
                : Checkpoint.parse(SignedNote.parse(answer.expect(200).body()).text())
                        .size();
    }

    private HttpResponse<byte[]> fetch(String address, String... headers) throws Exception {
        HttpRequest.Builder request = Http.request(URI.create(realm.oidc().issuer() + LOG + address));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String witnessed() throws Exception {
        return new String(fetch("checkpoint?witnessed=true").body(), StandardCharsets.UTF_8);
    }

    private boolean isCosignedByBoth(String note) {
        return Stream.of(witness, mlDsaWitness).allMatch(each -> WitnessKey.parse(each.key())
                .cosigned(SignedNote.parse(note))
                .isPresent());
    }

    /** What any program fetches: the checkpoint, and then every tile that it covers. */
    private long mirror(Path into) throws Exception {
        String note = await().atMost(Duration.ofSeconds(60)).until(this::witnessed, this::isCosignedByBoth);
        Files.createDirectories(into);
        Files.writeString(into.resolve("checkpoint"), note);
        long size = Checkpoint.parse(SignedNote.parse(note).text()).size();
        int level = 0;
        for (long hashes = size; hashes > 0; hashes >>= Tile.HEIGHT) {
            for (long index = 0; index * Tile.FULL < hashes; index++) {
                Tile tile = new Tile(level, index, (int) Math.min(Tile.FULL, hashes - index * Tile.FULL));
                String address = "tile/" + level + "/" + tile.path();
                HttpResponse<byte[]> answer = fetch(address);
                assertThat(answer.statusCode()).as(address).isEqualTo(200);
                Path file = into.resolve(address);
                Files.createDirectories(file.getParent());
                Files.write(file, answer.body());
            }
            level++;
        }
        return size;
    }

    @Test
    void treeWhenReadByProgramsOfOthersThenItHolds() throws Exception {
        Path mirror = folder.resolve("mirror");
        // The log goes on while it is read: a partial tile of an earlier checkpoint is still served.
        fail();
        long size = mirror(mirror);

        assertThat(size).isGreaterThan(CAPTURED);
        assertThat(python(0, "--witness", witness.key(), "--witness", mlDsaWitness.key(), "--tiles", mirror.toString()))
                .contains("tiles lead to the checkpoint of " + size + " entries");
        String other = NoteSigner.ofPem("w.example/1", NoteSigner.newPem())
                .witnessKey()
                .toString();
        assertThat(python(1, "--witness", other, "--tiles", mirror.toString())).contains("not signed by w.example/1");
        Path tile = mirror.resolve("tile/0/001");
        byte[] good = Files.readAllBytes(tile);
        byte[] bad = good.clone();
        bad[100] ^= 1;
        Files.write(tile, bad);
        assertThat(python(1, "--tiles", mirror.toString())).contains("not ok");
        Files.write(tile, good);
    }

    @Test
    void treeWhenReadByGoThenEachEntryIsProved() throws Exception {
        Optional<Path> go = go();
        assumeTrue(
                go.isPresent() && Files.exists(GO_PACKAGES.resolve("src/golang.org/x/mod/sumdb")),
                "skipped without Debian's golang-go and golang-golang-x-mod-dev");
        Path mirror = folder.resolve("mirror-for-go");
        long size = mirror(mirror);

        Path program = folder.resolve("tree.go");
        Files.copy(getClass().getResourceAsStream("tree.go"), program);
        String said = run(
                0,
                Map.of("GO111MODULE", "off", "GOPATH", GO_PACKAGES.toString(), "GOCACHE", folder + "/go"),
                List.of(go.get().toString(), "run", program.toString(), mirror.toString(), vkey));
        assertThat(said).isEqualTo(size + " entries of " + ORIGIN + ", other signatures: 3\n");
    }

    private static Optional<Path> go() throws IOException {
        if (Files.exists(Path.of("/usr/bin/go"))) {
            return Optional.of(Path.of("/usr/bin/go"));
        }
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib"))) {
            return versions.map(folder -> folder.resolve("bin/go"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    @Test
    void entryWhenProvedInTheFormOfOthersThenItHoldsWithItsWitness() throws Exception {
        long seq = new AuditLog(realm)
                .find(Map.of("type", "REFRESH_TOKEN_ERROR"))
                .get(0)
                .path("seq")
                .asLong();
        await().atMost(Duration.ofSeconds(30)).until(() -> size("checkpoint?witnessed=true") >= seq);
        Answer proof =
                realm.oidc().get(AUDIT + "events/" + seq + "/proof", token).expect(200);
        assertThat(proof.header("Content-Type")).startsWith("text/plain");
        Path file = Files.writeString(folder.resolve("entry.tlog-proof"), proof.body());

        assertThat(python(0, "--witness", witness.key(), "--tlog-proof", file.toString()))
                .contains("entry " + seq + " proved");
        Files.writeString(file, proof.body().replace("index " + (seq - 1), "index " + (seq - 2)));
        assertThat(python(1, "--tlog-proof", file.toString())).contains("does not hold");
        assertThat(realm.oidc().get(AUDIT + "events/" + seq + "/proof").status())
                .as("entries are for auditors, whoever may read the tree")
                .isEqualTo(401);
        assertThat(realm.oidc().get(AUDIT + "events/1/proof", token).status()).isEqualTo(404);
    }

    /** What an auditor does at the end of a period: nothing of it needs the server's key alone. */
    @Test
    void dossierWhenTheLogIsWitnessedThenBothWitnessesProveIt() throws Exception {
        long before = size("checkpoint");
        // Signatures have whole seconds.
        Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        fail();
        await().atMost(Duration.ofSeconds(60))
                .until(
                        this::witnessed,
                        note -> isCosignedByBoth(note)
                                && Checkpoint.parse(SignedNote.parse(note).text())
                                                .size()
                                        > before);
        String into = folder.resolve("fetched").toString();
        String key = folder.resolve("audit.pub").toString();
        Path secret = Files.writeString(folder.resolve("client-secret"), "siem-secret");
        String issuer = realm.oidc().issuer().toString();
        assertThat(WitnessProcess.run(
                        folder,
                        "fetch",
                        "--into",
                        into,
                        "--issuer",
                        issuer,
                        "--client",
                        "siem",
                        "--secret-file",
                        secret.toString(),
                        "--key",
                        key))
                .contains("in order");
        String zip = folder.resolve("period.zip").toString();
        String[] witnesses = {"--witness", witness.key(), "--witness", mlDsaWitness.key()};
        List<String> make = new ArrayList<>(List.of(
                "dossier",
                "--from",
                end.minusSeconds(3600).toString(),
                "--to",
                end.toString(),
                "--key",
                key,
                "--out",
                zip));
        make.addAll(List.of(witnesses));
        make.add(into);
        WitnessProcess.run(folder, make.toArray(String[]::new));
        List<String> verify = new ArrayList<>(List.of("verify", zip, "--key", key));
        verify.addAll(List.of(witnesses));
        assertThat(WitnessProcess.run(folder, verify.toArray(String[]::new)))
                .contains("; cosigned by w.example/1 at ", " and w.example/2 at ");
    }

    @Test
    void checkpointWhenWitnessedThenCosignedNowAndTheStatusSaysSo() throws Exception {
        SignedNote note = SignedNote.parse(
                realm.oidc().get(LOG + "checkpoint?witnessed=true").expect(200).body());
        assertThat(WitnessKey.parse(witness.key()).cosigned(note)).hasValueSatisfying(time -> assertThat(time)
                .isAfter(Instant.now().minusSeconds(120)));

        JsonNode status = realm.oidc().get(AUDIT + "status", token).expect(200).json();
        assertThat(status.at("/witnesses/quorumSize").asLong()).isGreaterThan(CAPTURED);
        assertThat(status.at("/witnesses/quorumAgeSeconds").asLong()).isLessThan(120);
        assertThat(status.at("/witnesses/witnesses/0/witness").asText()).isEqualTo("here");
        assertThat(status.at("/witnesses/witnesses/1/size").isNull()).isTrue();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(job("witness-away"))
                .containsExactly("failing", "the witness refuses connections"));
        // Another test has stopped it, and has let it go on.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(job("witness-here")).containsExactly("running", "null"));
        assertThat(server.log()).contains("witness=away does not cosign, it is tried again");
    }

    private List<String> job(String name) {
        for (JsonNode job :
                realm.oidc().get(AUDIT + "status", token).expect(200).json().path("jobs")) {
            if (job.path("job").asText().equals(name)) {
                return List.of(job.path("state").asText(), job.path("problem").asText());
            }
        }
        return List.of();
    }

    @Test
    void tileWhenAskedForAgainThenItsReaderNeedNotLoadItAgain() throws Exception {
        HttpResponse<byte[]> tile = fetch("tile/0/000");
        assertThat(tile.body()).hasSize(8192);
        assertThat(tile.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(tile.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        String tag = tile.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = fetch("tile/0/000", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(fetch("tile/0/000", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> checkpoint = fetch("checkpoint");
        assertThat(checkpoint.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(checkpoint.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT))
                .isEqualTo("text/plain;charset=utf-8");
        assertThat(checkpoint.headers().firstValue("ETag")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "tile/0/999, 404",
        "tile/0/x001/000, 404",
        "tile/0/x000/000, 404",
        "tile/0/000.p/256, 404",
        "tile/3/000, 404",
        "tile/1/000, 404",
        "tile/64/000, 404",
        "tile/entries/000, 404",
        "tile/0/0, 404",
        "tile, 404",
        "checkpoint?witnessed=maybe, 400",
        "checkpoint?size=1, 400",
        "tile/0/000?x=1, 400"
    })
    void addressWhenThereIsNoSuchTileThenAProblem(String address, int status) {
        Answer answer = realm.oidc().get(LOG + address);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    /** A tile that does not lead to the checkpoint is never served, whoever asks. */
    @Test
    void tileWhenTheTableIsDamagedThenNotServedAndTheOthersAre() {
        String before = database.column("SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG WHERE SEQ = 300")
                .get(0);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET LEAF_HASH = (SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG"
                + " WHERE SEQ = 301) WHERE SEQ = 300");
        try {
            Answer answer = realm.oidc().get(LOG + "tile/0/001").expect(503);
            assertThat(answer.text("code")).isEqualTo("tree-damaged");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(realm.oidc().get(LOG + "tile/0/000").status()).isEqualTo(200);
            assertThat(realm.oidc().get(LOG + "tile/1/000.p/2").status()).isEqualTo(200);
            assertThat(server.log()).contains("the stored hashes of the tile 0/001 do not lead to the checkpoint");
        } finally {
            database.execute("UPDATE CAREGATE_AUDIT_LOG SET LEAF_HASH = ? WHERE SEQ = 300", before);
        }
        assertThat(realm.oidc().get(LOG + "tile/0/001").status()).isEqualTo(200);
    }

    @Test
    void logWhenPublicThenOnlyItsTreeIs() {
        for (String path : List.of("events", "status", "checkpoints", "export", "tail")) {
            assertThat(realm.oidc().get(AUDIT + path).status()).as(path).isEqualTo(401);
        }
    }

    /** The next requests are logins: none waits for the witness, and the checkpoints go on. */
    @Test
    void witnessWhenItIsStoppedThenTheLogGoesOnAndCatchesUp() throws Exception {
        signal("STOP");
        long before;
        try {
            fail();
            before = size("checkpoint");
            for (int i = 0; i < 20; i++) {
                long began = System.nanoTime();
                realm.oidc().clientCredentials(AuditLog.READER).expect(200);
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            }
            fail();
            await().atMost(Duration.ofSeconds(20)).until(() -> size("checkpoint") > before);
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(job("witness-here"))
                    .containsExactly("failing", "the witness did not answer in time"));
        } finally {
            signal("CONT");
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> size("checkpoint?witnessed=true") > before);
    }

    private void signal(String name) throws Exception {
        run(0, Map.of(), List.of("kill", "-" + name, Long.toString(witness.pid())));
    }

    private String python(int exit, String... words) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(programs -> Files.isExecutable(Path.of(programs, "python3"))),
                "skipped without python3");
        List<String> command = new ArrayList<>(List.of(
                "python3", Folders.repository().resolve("docs/schema/check.py").toString()));
        command.addAll(List.of(words));
        command.add(folder.resolve("audit.pub").toString());
        return run(exit, Map.of(), command);
    }

    private static String run(int exit, Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(exit);
        return output;
    }
}
