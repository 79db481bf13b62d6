package io.caregate.audit.verify.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WitnessServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final TestLog log = TestLog.make();
    private CheckpointStore store;
    private WitnessServer server;

    @BeforeEach
    void open() throws Exception {
        WitnessSigner signer = WitnessSigner.ofPem("w.example/1", NoteSigner.newPem());
        store = CheckpointStore.open(folder, signer.key());
        PrintWriter err = new PrintWriter(new StringWriter());
        InstantSource clock = InstantSource.system();
        Witness witness = new Witness(
                signer, List.of(log.signer().key()), store, clock, new Alarms(err, Optional.empty(), clock));
        server = new WitnessServer(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), err);
        server.start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        store.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpRequest.BodyPublisher content =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return CLIENT.send(
                HttpRequest.newBuilder(url).method(method, content).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void checkpointWhenAddedThenServedToMonitors() throws Exception {
        String monitor = "/" + Witness.nameOf(TestLog.ORIGIN) + "/checkpoint";
        assertThat(send("GET", monitor, "").statusCode()).isEqualTo(404);
        HttpResponse<String> cosigned = send("POST", "/add-checkpoint", log.request(0, 5));
        assertThat(cosigned.statusCode()).isEqualTo(200);
        assertThat(cosigned.body()).startsWith("\u2014 w.example/1 ");
        HttpResponse<String> kept = send("GET", monitor, "");
        assertThat(kept.statusCode()).isEqualTo(200);
        assertThat(kept.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(kept.body()).startsWith(TestLog.ORIGIN + "\n5\n").endsWith(cosigned.body());
        HttpResponse<String> conflict = send("POST", "/add-checkpoint", log.request(0, 8));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).isEqualTo("5\n");
        assertThat(conflict.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /add-checkpoint, 405",
        "PUT, /add-checkpoint, 405",
        "POST, /other, 404",
        "POST, /add-checkpoint/, 404",
        "POST, /, 404",
        "GET, /../lock, 404",
        "GET, /aa/checkpoint, 404",
        "GET, /0000000000000000000000000000000000000000000000000000000000000000/checkpoint, 404",
        "POST, /0000000000000000000000000000000000000000000000000000000000000000/checkpoint, 405"
    })
    void addressWhenNotOneOfTheTwoThenRefused(String method, String path, int status) throws Exception {
        assertThat(send(method, path, method.equals("GET") ? "" : "x").statusCode())
                .isEqualTo(status);
    }

    @Test
    void bodyWhenTooLongThenRefusedAndTheNextOneIsAnswered() throws Exception {
        // Not so long that the server gives up reading the rest.
        assertThat(send("POST", "/add-checkpoint", "old 0\n" + "x".repeat(100 * 1024))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send("POST", "/add-checkpoint", log.request(0, 5)).statusCode())
                .isEqualTo(200);
    }
}
