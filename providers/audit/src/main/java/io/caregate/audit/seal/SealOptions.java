package io.caregate.audit.seal;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.ServerStartupError;

/**
 * The operator's options that concern the seal: who signs the checkpoints, and the name of the log in them. A bad value
 * stops the start. Without a key nothing is signed, which the start warns of.
 */
public record SealOptions(String origin, Optional<NoteSigner> signer) {
    public static final String SIGNING_KEY_FILE = "signing-key-file";
    public static final String ORIGIN = "origin";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES = List.of(SIGNING_KEY_FILE, ORIGIN);

    static final String DEFAULT_ORIGIN = "caregate-audit";

    private static final String PREFIX = "--spi-events-listener--caregate-audit--";

    /** Reads the options and the key; throws {@link ServerStartupError} for a value that is not allowed. */
    public static SealOptions from(Config.Scope scope) {
        String origin = scope.get(ORIGIN, DEFAULT_ORIGIN);
        if (!Checkpoint.isOrigin(origin)) {
            throw bad(
                    ORIGIN,
                    origin,
                    "1 to 255 printable ASCII characters without space and plus, such as sso.example.org/audit",
                    null);
        }
        return new SealOptions(
                origin, Optional.ofNullable(scope.get(SIGNING_KEY_FILE)).map(file -> signer(origin, file)));
    }

    private static NoteSigner signer(String origin, String file) {
        String allowed =
                "a file with an Ed25519 private key in PKCS#8 PEM, such as `openssl genpkey -algorithm ed25519`"
                        + " prints";
        try {
            return NoteSigner.ofPem(origin, Files.readString(Path.of(file), StandardCharsets.US_ASCII));
        } catch (IOException | InvalidPathException e) {
            throw bad(SIGNING_KEY_FILE, file, allowed + " (it cannot be read: " + e + ")", e);
        } catch (IllegalArgumentException e) {
            throw bad(SIGNING_KEY_FILE, file, allowed + " (" + e.getMessage() + ")", e);
        }
    }

    private static ServerStartupError bad(String option, String value, String allowed, @Nullable Exception cause) {
        ServerStartupError error =
                new ServerStartupError(PREFIX + option + "=" + value + " is not allowed: give " + allowed, false);
        if (cause != null) {
            error.initCause(cause);
        }
        return error;
    }
}
