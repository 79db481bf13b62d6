package io.caregate.audit.seal;

import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides with which key this node signs checkpoints: with the operator's, the same on every node; else with the node's
 * own, which it makes at its first start and keeps in a file outside the database. A node whose own key cannot be made
 * or read starts nevertheless, signs nothing, and says so loudly: an operator who set no key has not asked for one.
 *
 * @param signer the key; empty if nothing is signed
 * @param file the file of the node's own key, whether or not it could be used
 * @param problem why nothing is signed, and what to do, in a sentence
 */
public record Signing(Kind kind, Optional<NoteSigner> signer, Optional<Path> file, Optional<String> problem) {
    private static final ServerLog LOG = ServerLog.of(Signing.class);

    /** Where the key is from, or why there is none. */
    public enum Kind {
        /** The operator has named a file with the key. */
        CONFIGURED("configured"),
        /** The node has just made its key. */
        MADE("own"),
        /** The node made its key at an earlier start. */
        KEPT("own"),
        /** The operator wants no signatures, or this process is not a server. */
        OFF("off"),
        /** The node's own key cannot be made or read. */
        FAILED("failed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word for it in the status and in entries. */
        public String word() {
            return word;
        }
    }

    /** Signs nothing. */
    public static Signing none() {
        return new Signing(Kind.OFF, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Signs with the operator's key if there is one, else nothing. */
    static Signing with(Optional<NoteSigner> configured) {
        return configured
                .map(signer -> new Signing(Kind.CONFIGURED, Optional.of(signer), Optional.empty(), Optional.empty()))
                .orElseGet(Signing::none);
    }

    /**
     * The decision for this process. Reads or makes the file of the node's own key, if that is needed. Never throws for
     * a file that cannot be used.
     *
     * @param folder where the node keeps its own key
     * @param server whether this is a server, and not another command of {@code kc.sh} that starts Keycloak for a
     *     moment: such a command uses a key that is there, but makes none
     */
    public static Signing of(SealOptions options, Path folder, boolean server) {
        if (!options.signed() || options.signer().isPresent()) {
            return with(options.signer());
        }
        KeyFile file = new KeyFile(folder);
        try {
            if (!server && !file.isThere()) {
                return new Signing(
                        Kind.OFF, Optional.empty(), Optional.of(file.path()), Optional.of("only a server makes a key"));
            }
            boolean made = !file.isThere() && file.make();
            NoteSigner signer = NoteSigner.ofPem(options.origin().name(), file.read());
            warnIfOpen(file);
            return new Signing(
                    made ? Kind.MADE : Kind.KEPT, Optional.of(signer), Optional.of(file.path()), Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            return failed(file, e);
        }
    }

    /** The same key, for the log with this name. */
    public Signing named(String origin) {
        return new Signing(kind, signer.map(by -> by.named(origin)), file, problem);
    }

    /** The file that keeps the log's name, if this node has a key of its own. */
    Optional<OriginFile> originFile() {
        return kind == Kind.MADE || kind == Kind.KEPT ? file.map(OriginFile::new) : Optional.empty();
    }

    /** Whether all nodes of a cluster sign with this key. */
    boolean isShared() {
        return kind == Kind.CONFIGURED;
    }

    /** The public key in its written form. */
    public Optional<String> key() {
        return signer.map(by -> by.key().toString());
    }

    /**
     * The key that proves the cursors of sinks, whichever node moved them. Nodes with keys of their own have none in
     * common, so there is one only if the operator has set the key.
     */
    public Optional<byte[]> cursorSecret() {
        return isShared() ? signer.map(by -> by.secret("cursor")) : Optional.empty();
    }

    private static Signing failed(KeyFile file, Exception e) {
        String problem = file.isThere()
                ? file.path() + " cannot be used as the signing key ("
                        + e.getClass().getSimpleName()
                        + "); restore it from its backup or give Keycloak the right to read it, or move it away and"
                        + " restart for a new key, whose public half the auditors then need"
                : file.path() + " cannot be created (" + e.getClass().getSimpleName()
                        + "); give Keycloak the right to write to that folder, on a disk that outlives the process,"
                        + " and restart";
        LOG.debugf("signing key: %s", e.getMessage());
        return new Signing(Kind.FAILED, Optional.empty(), Optional.of(file.path()), Optional.of(problem));
    }

    private static void warnIfOpen(KeyFile file) throws IOException {
        if (file.isOpenToOthers()) {
            LOG.warnf(
                    "%s can be read or replaced by other users of this machine, who can then sign as this node; allow"
                            + " only Keycloak's user: chmod 600 for the file, 700 for its folder",
                    file.path());
        }
    }
}
