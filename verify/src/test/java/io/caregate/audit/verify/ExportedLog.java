package io.caregate.audit.verify;

import io.caregate.auditlog.tree.NoteSigner;
import java.util.List;

/** The files of a log of 50 entries, for tests of the command line. */
public final class ExportedLog {
    public static final String ORIGIN = TestLog.ORIGIN;

    private ExportedLog() {}

    public static String export(NoteSigner signer) {
        return log(signer).export(signer);
    }

    public static String kept(NoteSigner signer) {
        return String.join("\n", log(signer).kept);
    }

    /** The file of a file sink, whose last checkpoint covers 40 of the entries. */
    public static String sink(NoteSigner signer) {
        return log(signer).file(signer, List.of(20, 40));
    }

    private static TestLog log(NoteSigner signer) {
        return new TestLog(signer, 50, 10, 20, 30, 40);
    }
}
