package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code key}: makes the key that a server signs with, or prints the public half of a key. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an Ed25519 key pair for the server's option signing-key-file, or reads one, and prints its"
                    + " public key. Makes a key for a witness, too.",
            "The private key is written to a file that only its owner may read. Move it to the server, outside of its"
                    + " database."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caregate-audit-verify key --origin sso.example.org/audit --out signing-key.pem > audit.pub",
            "  caregate-audit-verify key --origin sso.example.org/audit --in signing-key.pem --pem > audit.pem",
            "  caregate-audit-verify key --origin witness.example.org/w1 --witness ml-dsa-44 --out witness-key.pem"
        })
final class KeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            defaultValue = "caregate-audit",
            description = "The name of the log, as in the server's option origin. Default: ${DEFAULT-VALUE}.")
    private String origin = "caregate-audit";

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(names = "--pem", description = "Print the public key in PEM, not as name+id+base64.")
    private boolean pem;

    @Option(
            names = "--witness",
            paramLabel = "ALGORITHM",
            description = "The key is that of a witness, whose name --origin is: ed25519, or ml-dsa-44, which quantum"
                    + " computers do not break (Java 24 or newer).")
    private @Nullable String witness;

    @Override
    public Integer call() throws IOException, UnreadableException {
        if (!Checkpoint.isOrigin(origin)) {
            throw new UnreadableException("--origin: 1 to 255 printable ASCII characters without space and plus");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(witness == null ? log() : witness(algorithm(witness)));
        out.flush();
        return Main.GOOD;
    }

    private String log() throws IOException, UnreadableException {
        NoteVerifier key = read(NoteSigner::newPem, NoteSigner::ofPem).key();
        return pem ? key.toPem() : key + "\n";
    }

    private String witness(WitnessSigner.Algorithm algorithm) throws IOException, UnreadableException {
        if (pem) {
            throw new UnreadableException("--pem: a witness's key is only written as name+id+base64");
        }
        return read(() -> WitnessSigner.newPem(algorithm), WitnessSigner::ofPem).key() + "\n";
    }

    private static WitnessSigner.Algorithm algorithm(String name) throws UnreadableException {
        return switch (name) {
            case "ed25519" -> WitnessSigner.Algorithm.ED25519;
            case "ml-dsa-44" -> WitnessSigner.Algorithm.ML_DSA_44;
            default -> throw new UnreadableException("--witness " + name + ": give ed25519 or ml-dsa-44");
        };
    }

    /** The new key, which is written to its file, or the one in the file. */
    private <T> T read(Supplier<String> newPem, BiFunction<String, String, T> ofPem)
            throws IOException, UnreadableException {
        try {
            if (where.out == null) {
                return ofPem.apply(origin, where.in == null ? "" : Files.readString(where.in));
            }
            String secret = newPem.get();
            write(where.out, secret);
            return ofPem.apply(origin, secret);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(
                    (where.out == null ? "--in " + where.in : "--out " + where.out) + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, String secret) throws IOException, UnreadableException {
        boolean posix = file.toAbsolutePath()
                .getFileSystem()
                .supportedFileAttributeViews()
                .contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(StandardCharsets.US_ASCII.encode(secret));
        } catch (FileAlreadyExistsException e) {
            throw new UnreadableException("--out " + file + " exists; a key is never overwritten", e);
        }
    }

    /** A new key or an existing one. */
    static final class Where {
        @Option(names = "--out", paramLabel = "FILE", description = "Make a new key and write its private half here.")
        private @Nullable Path out;

        @Option(names = "--in", paramLabel = "FILE", description = "Read a private key, and make none.")
        private @Nullable Path in;
    }
}
