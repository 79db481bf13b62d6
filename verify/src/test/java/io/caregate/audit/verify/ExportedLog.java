package io.caregate.audit.verify;

import io.caregate.auditlog.tree.NoteSigner;
import java.util.ArrayList;
import java.util.List;

/** The files of a log of 50 entries, for tests of the command line. */
public final class ExportedLog {
    public static final String ORIGIN = TestLog.ORIGIN;

    private static final int SIZE = 50;

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

    /** What a SIEM has of its open entries, in the log's own format, a record a line. */
    public static List<String> records() {
        List<String> records = new ArrayList<>();
        for (int seq = 1; seq <= SIZE; seq += 2) {
            String payload = TestLog.payload(seq, TestLog.START.plusSeconds(seq), seq <= SIZE / 2 ? 1 : 2);
            records.add("{\"seq\":" + seq + "," + payload.substring(1));
        }
        return records;
    }

    private static TestLog log(NoteSigner signer) {
        return new TestLog(signer, SIZE, 10, 20, 30, 40);
    }
}
