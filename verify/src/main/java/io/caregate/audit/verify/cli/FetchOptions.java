package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.archive.LockedException;
import io.caregate.audit.verify.fetch.AwayException;
import io.caregate.audit.verify.fetch.Connection;
import io.caregate.audit.verify.fetch.Fetch;
import io.caregate.audit.verify.fetch.LogSource;
import io.caregate.audit.verify.fetch.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code fetch} and {@code monitor}: the realm, how to sign in there, the folder, the keys. */
final class FetchOptions {
    static final String CONFIG = "--config";

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    /** {@link ConfigFile} has read it before this is. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description = "A properties file with these options, by the same names without dashes in front, such as"
                    + " issuer=https://…. What is on the command line goes first.")
    private @Nullable Path config;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "DIR",
            description = "The folder that keeps what was fetched. It is made if there is none.")
    private Path into = Path.of("");

    @Option(
            names = "--issuer",
            required = true,
            paramLabel = "URL",
            description =
                    "The realm, such as https://sso.example.org/realms/healthcare. http is for this machine only.")
    private String issuer = "";

    @Option(names = "--client", required = true, paramLabel = "ID", description = "The client that signs in.")
    private String client = "";

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The file with the secret of the client, whose service account is an auditor.")
    private @Nullable Path secretFile;

    @Option(
            names = "--secret-env",
            paramLabel = "NAME",
            description = "The environment variable with that secret, instead of a file.")
    private @Nullable String secretEnv;

    @Option(
            names = "--client-key",
            paramLabel = "FILE",
            description = "The client's private key in PEM (PKCS 8), instead of a secret: RSA, EC P-256 or Ed25519"
                    + " (private_key_jwt).")
    private @Nullable Path clientKey;

    @Option(
            names = "--client-key-id",
            paramLabel = "KID",
            description = "The id of that key, if the client has several.")
    private @Nullable String clientKeyId;

    @Option(
            names = "--sign-in",
            description = "Let a person sign in in a browser on any device, and keep their refresh token. Without a"
                    + " secret or key, later runs use that token.")
    private boolean signIn;

    @Option(names = "--scope", paramLabel = "SCOPES", description = "The scopes to ask for. Default: the client's own.")
    private @Nullable String scope;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The certificates, in PEM, of the authorities to trust. Default: those that Java trusts.")
    private @Nullable Path ca;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "PT30S",
            description = "How long the server may take to answer, and between two parts of an answer. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(
            names = "--behind-after",
            paramLabel = "DURATION",
            defaultValue = "PT10M",
            description =
                    "The age of the newest checkpoint from which on the log is behind: a server signs each minute."
                            + " Default: ${DEFAULT-VALUE}.")
    private Duration behindAfter = Duration.ofMinutes(10);

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "A public key of the log, as for verify. May be repeated.")
    private List<String> keys = new ArrayList<>();

    Duration behindAfter() {
        return behindAfter;
    }

    /** What the options say, ready to run. Throws if they make no sense. */
    Ready ready(Consumer<String> shown) throws IOException, UnreadableException {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new UnreadableException("--timeout: give a duration up to " + LONGEST_TIMEOUT + ", such as PT30S");
        }
        if (behindAfter.isNegative() || behindAfter.isZero()) {
            throw new UnreadableException("--behind-after: give a duration such as PT10M");
        }
        PublicKeys known = new PublicKeys(keys);
        Clock clock = Clock.systemUTC();
        Connection connection = new Connection(
                new Connection.Settings(issuer, client, secret(), clientKey, clientKeyId, scope, ca, timeout), clock);
        return new Ready(into, connection, known, clock, behindAfter, signIn ? shown : null);
    }

    private @Nullable String secret() throws IOException, UnreadableException {
        if (secretFile != null && secretEnv != null) {
            throw new UnreadableException("give one of --secret-file and --secret-env");
        }
        String secret = null;
        if (secretFile != null) {
            secret = Files.readString(secretFile).strip();
        } else if (secretEnv != null) {
            secret = System.getenv(secretEnv);
        }
        if ((secretFile != null || secretEnv != null) && (secret == null || secret.isBlank())) {
            throw new UnreadableException(
                    secretFile == null
                            ? "--secret-env " + secretEnv + ": the variable is not set, or empty"
                            : "--secret-file " + secretFile + ": the file is empty");
        }
        return secret;
    }

    /** A configured run. */
    record Ready(
            Path into,
            Connection connection,
            PublicKeys keys,
            Clock clock,
            Duration behindAfter,
            @Nullable Consumer<String> signIn) {

        /** Lets a person sign in, if that was asked for. */
        void signIn(Archive archive) throws IOException, AwayException, UnreadableException {
            if (signIn != null) {
                connection.signIn(archive, signIn);
            }
        }

        Outcome once(boolean first) throws IOException, AwayException, LockedException, UnreadableException {
            try (Archive archive = Archive.open(into)) {
                if (first) {
                    signIn(archive);
                }
                LogSource log = connection.log(archive);
                return new Fetch(log, this::checkpoints, clock, behindAfter).run(archive);
            }
        }

        private Checkpoints checkpoints(String origin) {
            return new Checkpoints(keys::of, origin.isEmpty() ? null : origin, keys::until);
        }
    }
}
