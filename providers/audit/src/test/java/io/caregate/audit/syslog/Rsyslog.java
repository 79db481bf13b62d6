package io.caregate.audit.syslog;

import static org.awaitility.Awaitility.await;

import io.caregate.foundation.net.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Debian's rsyslog with TLS on a free port of the loopback address. It writes each message before it reads on. */
final class Rsyslog implements AutoCloseable {
    static final Path PROGRAM = Stream.of("/usr/sbin/rsyslogd", "/sbin/rsyslogd")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("rsyslogd"));

    private final Path folder;
    private final Identity identity;
    private final boolean asksForCertificate;
    private final int port;
    private Process process;

    Rsyslog(Path folder, Identity identity, boolean asksForCertificate) throws IOException {
        this.folder = folder;
        this.identity = identity;
        this.asksForCertificate = asksForCertificate;
        this.port = FreePort.pick();
        start();
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM)
                && Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/lib64")
                        .anyMatch(lib -> Files.exists(Path.of(lib, "rsyslog", "lmnsd_gtls.so")));
    }

    int port() {
        return port;
    }

    /** The messages in order of arrival: structured data, a bar, and the text. */
    List<String> received() throws IOException {
        Path file = folder.resolve("received.log");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    void start() throws IOException {
        Path configuration = Files.writeString(folder.resolve("rsyslog.conf"), configuration());
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("rsyslog.out").toFile()))
                .start();
        await().atMost(Duration.ofSeconds(30)).until(this::listens);
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String configuration() {
        return """
                global(workDirectory="%1$s" maxMessageSize="256k" defaultNetstreamDriver="gtls"
                       defaultNetstreamDriverCAFile="%2$s" defaultNetstreamDriverCertFile="%2$s"
                       defaultNetstreamDriverKeyFile="%3$s")
                main_queue(queue.type="direct")
                module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="%4$s")
                template(name="line" type="string" string="%%structured-data%%|%%msgid%%|%%pri%%|%%msg%%\\n")
                input(type="imtcp" address="127.0.0.1" port="%5$d" ruleset="all")
                ruleset(name="all" queue.type="direct") {
                  action(type="omfile" file="%1$s/received.log" template="line" asyncWriting="off" ioBufferSize="1")
                }
                """.formatted(
                        folder,
                        identity.certificateFile(),
                        identity.keyFile(),
                        asksForCertificate ? "x509/certvalid" : "anon",
                        port);
    }
}
