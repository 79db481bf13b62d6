package io.caregate.audit.verify.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caregate.auditlog.tree.NoteSigner;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WitnessCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final String log = TestLog.make().signer().key().toString();
    private Path key;

    @BeforeEach
    void makeTheKey() throws Exception {
        key = Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
    }

    private int run(String... arguments) {
        return new CommandLine(new WitnessCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    err.append(exception.getMessage());
                    return 2;
                })
                .execute(arguments);
    }

    /** It answers while it waits, and ends when the log has been silent for too long; the alarm was sent before. */
    @Test
    void logWhenSilentThenTheAlarmIsSentAndTheProgramEndsIfItIsToldTo() throws Exception {
        List<String> alarms = Collections.synchronizedList(new ArrayList<>());
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            alarms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
        try {
            int code = run(
                    "--name=w.example/1",
                    "--key=" + key,
                    "--state=" + folder.resolve("state"),
                    "--log=" + log,
                    "--listen=127.0.0.1:0",
                    "--silence=PT1S",
                    "--exit-on-alarm",
                    "--alarm-url=http://127.0.0.1:" + hook.getAddress().getPort() + "/alarm");
            assertThat(code).isEqualTo(1);
        } finally {
            hook.stop(0);
        }
        assertThat(out.toString()).contains("witness key: w.example/1+", "listening on http://");
        assertThat(err.toString()).contains("ALARM: the log " + TestLog.ORIGIN + " has sent no newer checkpoint since");
        assertThat(alarms).singleElement().asString().contains("ALARM: the log " + TestLog.ORIGIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--name=a b     | LOG | 127.0.0.1:0    | --name",
                "--name=w       | x   | 127.0.0.1:0    | --log x",
                "--name=w       | LOG | 127.0.0.1      | --listen",
                "--name=w       | LOG | 127.0.0.1:99999 | --listen",
                "--name=w       | OWN | 127.0.0.1:0    | a witness needs one of its own"
            })
    void optionWhenItCannotBeUsedThenTwoAndItIsNamed(String name, String given, String listen, String says)
            throws Exception {
        String own = NoteSigner.ofPem("w", Files.readString(key)).key().toString();
        int code = run(
                name,
                "--key=" + key,
                "--state=" + folder.resolve("state"),
                "--log=" + given.replace("LOG", log).replace("OWN", own),
                "--listen=" + listen);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(says);
    }

    /** The nearest that is accepted is in the test above the last one. */
    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/a", "127.0.0.1/a", "http:///a", "https:a", "http://127.0.0.1:65536/a", ""})
    void alarmUrlWhenItCannotBeCalledThenTwoAndItIsNamed(String url) {
        int code = run(
                "--name=w",
                "--key=" + key,
                "--state=" + folder.resolve("state"),
                "--log=" + log,
                "--listen=127.0.0.1:0",
                "--silence=PT0S",
                "--exit-on-alarm",
                "--alarm-url=" + url);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--alarm-url");
    }
}
