package io.caregate.it.audit;

import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.Sealer;
import io.caregate.auditlog.tree.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Optional;

/** A node that only seals, so that a test can kill it or stop it. It ends with its input. */
final class SealerProcess {
    private SealerProcess() {}

    /** Takes the JDBC address with user and password, the signing key's file, the origin and the node's name. */
    public static void main(String[] arguments) throws Exception {
        var signer = NoteSigner.ofPem(arguments[2], Files.readString(Path.of(arguments[1])));
        try (var sealer = new Sealer(
                () -> DriverManager.getConnection(arguments[0]), Tables.in(null), Optional.of(signer), arguments[3])) {
            sealer.start();
            System.in.read();
        }
    }
}
