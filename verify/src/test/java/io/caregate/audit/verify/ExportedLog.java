package io.caregate.audit.verify;

import io.caregate.auditlog.tree.NoteSigner;

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

    private static TestLog log(NoteSigner signer) {
        return new TestLog(signer, 50, 10, 20, 30, 40);
    }
}
