package io.caregate.audit.verify.witness;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code witness}: cosigns the checkpoints of logs until it is stopped. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Cosigns the checkpoints of logs (C2SP tlog-witness), and raises the alarm when a log forks, is set back or"
                    + " falls silent. Run it on a machine that the logs' administrators do not control.",
            "It keeps the last checkpoint of each log in a folder. If that is lost, the log can begin again: back it"
                    + " up, and never restore an older copy."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caregate-audit-verify key --origin witness.example.org/w1 --out witness-key.pem",
            "  caregate-audit-verify witness --name witness.example.org/w1 --key witness-key.pem \\",
            "    --listen 127.0.0.1:8099 --state /var/lib/caregate-witness \\",
            "    --log sso.example.org/audit+0123abcd+AbC..."
        })
public final class WitnessCommand implements Callable<Integer> {
    private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MOST_PORT = 65_535;
    private static final long BETWEEN_LOOKS = 1000;
    private static final int ALARM = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "The name of the witness in its signatures: a URL without its scheme.")
    private String name = "";

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Its private key in PEM. Use it for nothing else.")
    private Path key = Path.of("");

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the last checkpoints. It is created if it is missing.")
    private Path state = Path.of("");

    @Option(
            names = "--log",
            required = true,
            paramLabel = "ORIGIN+ID+BASE64",
            description = "The public key of a log, as its server prints it. Give the option once for each key.")
    private List<String> logs = new ArrayList<>();

    @Option(
            names = "--listen",
            defaultValue = "127.0.0.1:8099",
            paramLabel = "ADDRESS:PORT",
            description = "Where it listens, over HTTP. Put a proxy with TLS in front. Default: ${DEFAULT-VALUE}.")
    private String listen = "";

    @Option(
            names = "--silence",
            defaultValue = "PT15M",
            paramLabel = "DURATION",
            description = "How long a log may sign no newer checkpoint before that is an alarm (ISO 8601). Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration silence = Duration.ofMinutes(15);

    @Option(names = "--alarm-url", paramLabel = "URL", description = "Where each alarm is also sent, by POST as text.")
    private @Nullable URI alarmUrl;

    @Option(names = "--exit-on-alarm", description = "End with exit code 1 at the first alarm.")
    private boolean exitOnAlarm;

    /** Answers requests until the process is told to stop or, with that option, until the first alarm. */
    @Override
    public Integer call() throws IOException, UnreadableException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        WitnessSigner signer = signer();
        Alarms alarms = new Alarms(err, hook(), InstantSource.system());
        try (CheckpointStore store = CheckpointStore.open(state, signer.key())) {
            Witness witness = new Witness(signer, keys(signer), store, InstantSource.system(), alarms);
            try (WitnessServer server = new WitnessServer(witness, address(), err)) {
                server.start();
                out.println("witness key: " + signer.key());
                out.println("listening on http://" + server.address().getHostString() + ":"
                        + server.address().getPort());
                out.flush();
                return watch(witness, alarms);
            }
        }
    }

    private int watch(Witness witness, Alarms alarms) throws InterruptedException {
        synchronized (this) {
            while (!exitOnAlarm || !alarms.isRaised()) {
                witness.watch(silence);
                wait(BETWEEN_LOOKS);
            }
        }
        alarms.finish();
        return ALARM;
    }

    private WitnessSigner signer() throws IOException, UnreadableException {
        if (!Checkpoint.isOrigin(name)) {
            throw new UnreadableException("--name: 1 to 255 printable ASCII characters without space and plus");
        }
        try {
            return WitnessSigner.ofPem(name, Files.readString(key));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("--key " + key + ": " + e.getMessage(), e);
        }
    }

    /** An address that cannot be called must not be found out by the first alarm. */
    private Optional<URI> hook() throws UnreadableException {
        URI url = alarmUrl;
        if (url == null) {
            return Optional.empty();
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || url.getHost() == null || url.getPort() > MOST_PORT) {
            throw new UnreadableException("--alarm-url " + url
                    + ": give an address of http or https with a host, such as" + " https://pager.example.org/alarm");
        }
        return Optional.of(url);
    }

    /** A witness that is also the log would confirm itself. */
    private List<NoteVerifier> keys(WitnessSigner signer) throws UnreadableException {
        List<NoteVerifier> keys = new ArrayList<>();
        for (String log : logs) {
            try {
                keys.add(NoteVerifier.parse(log));
            } catch (IllegalArgumentException e) {
                throw new UnreadableException("--log " + log + ": " + e.getMessage(), e);
            }
        }
        if (keys.stream().anyMatch(log -> log.isOf(signer.key()))) {
            throw new UnreadableException("--key is the key of a log: a witness needs one of its own");
        }
        return keys;
    }

    private InetSocketAddress address() throws UnreadableException {
        Matcher parts = ADDRESS.matcher(listen);
        int port = parts.matches() ? Integer.parseInt(parts.group(2)) : MOST_PORT + 1;
        InetSocketAddress address =
                port > MOST_PORT ? null : new InetSocketAddress(parts.group(1).replaceAll("[\\[\\]]", ""), port);
        if (address == null || address.isUnresolved()) {
            throw new UnreadableException("--listen " + listen + ": an address and a port, such as 127.0.0.1:8099");
        }
        return address;
    }
}
