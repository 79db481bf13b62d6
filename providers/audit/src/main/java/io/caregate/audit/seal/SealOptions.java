package io.caregate.audit.seal;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import java.util.List;
import java.util.Optional;
import org.keycloak.Config;

/**
 * The operator's options for the seal: whether checkpoints are signed, with which key, and the name of the log in them.
 * A bad value stops the start.
 *
 * @param signed whether checkpoints are to be signed
 * @param signer the operator's own key; empty if the node is to have one of its own, see {@link Signing}
 */
public record SealOptions(Origin origin, boolean signed, Optional<NoteSigner> signer) {
    public static final String SIGNING_KEY_FILE = "signing-key-file";
    public static final String SIGNING = "signing";
    public static final String ORIGIN = "origin";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES = List.of(SIGNING_KEY_FILE, SIGNING, ORIGIN);

    private static final String KEY_FILE =
            "a file with an Ed25519 private key in PKCS#8 PEM, such as `openssl genpkey -algorithm ed25519` prints";

    /**
     * Reads the options of the listener, and the key.
     *
     * @throws BadOptionException if one has a value that is not allowed
     */
    public static SealOptions from(Options listener) {
        Origin origin = listener.value(
                ORIGIN,
                Origin.ofHostname(Config.scope("hostname", "v2").get("hostname")),
                name -> Optional.of(name).filter(Checkpoint::isOrigin).map(Origin::chosen),
                "1 to 255 printable ASCII characters without space and plus, such as sso.example.org/audit");
        boolean signed = listener.oneOf(SIGNING, Switch.ON) == Switch.ON;
        Optional<NoteSigner> signer =
                listener.file(SIGNING_KEY_FILE, KEY_FILE).map(pem -> signer(origin.name(), pem, listener));
        if (!signed && signer.isPresent()) {
            throw listener.bad(SIGNING, "on, since " + SIGNING_KEY_FILE + " names a key");
        }
        return new SealOptions(origin, signed, signer);
    }

    private static NoteSigner signer(String origin, String pem, Options listener) {
        try {
            return NoteSigner.ofPem(origin, pem);
        } catch (IllegalArgumentException e) {
            throw listener.bad(SIGNING_KEY_FILE, KEY_FILE + " (" + e.getMessage() + ")");
        }
    }

    private enum Switch {
        ON,
        OFF
    }
}
