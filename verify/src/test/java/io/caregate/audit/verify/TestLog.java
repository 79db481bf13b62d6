package io.caregate.audit.verify;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A log in which every other entry belongs to the export's realm. Tests may change it in any way before it is verified.
 */
final class TestLog {
    static final String ORIGIN = "test.example.org/audit";
    static final Instant START = Instant.parse("2026-01-31T08:15:00Z");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** A payload that was never sealed, but might have been. */
    static final String FORGED = payload(99, START.plusSeconds(99), 2);

    private static final TreeHasher HASHER = new TreeHasher();

    final NoteSigner signer;
    final List<Line> lines = new ArrayList<>();
    final List<String> kept = new ArrayList<>();
    Instant exported = START.plusSeconds(86_400);

    /** One entry of the export. A change to it is made in the copy that {@link #replace} puts in its place. */
    record Line(long seq, String leaf, String salt, String payload) {
        Line with(String otherPayload) {
            return new Line(seq, leaf, salt, otherPayload);
        }

        Line as(long otherSeq) {
            return new Line(otherSeq, leaf, salt, payload);
        }

        /** The same line with the hash of its salt and payload. */
        Line rehashed() {
            byte[] hash = HASHER.leaf(Base64.getDecoder().decode(salt), payload.getBytes(StandardCharsets.UTF_8));
            return new Line(seq, base64(hash), salt, payload);
        }

        Line closed() {
            return new Line(seq, leaf, "", "");
        }

        String json() {
            String open = salt.isEmpty() ? "" : ",\"salt\":\"" + salt + "\",\"payload\":\"" + quoted(payload) + "\"";
            return "{\"seq\":" + seq + ",\"leaf\":\"" + leaf + "\"" + open + "}\n";
        }
    }

    /** A log of this many entries, the first half of version 1, with a kept checkpoint at each of these sizes. */
    TestLog(NoteSigner signer, int size, Integer... checkpoints) {
        this(signer, size, size / 2, Arrays.asList(checkpoints));
    }

    /** The same, with this number of entries in version 1. */
    TestLog(NoteSigner signer, int size, int first, List<Integer> sizes) {
        this.signer = signer;
        for (int seq = 1; seq <= size; seq++) {
            byte[] salt = Arrays.copyOf(("salt" + seq).getBytes(StandardCharsets.UTF_8), TreeHasher.SALT_BYTES);
            Line line = new Line(seq, "", base64(salt), payload(seq, START.plusSeconds(seq), seq <= first ? 1 : 2))
                    .rehashed();
            lines.add(seq % 2 == 0 ? line.closed() : line);
            if (sizes.contains(seq)) {
                kept.add(note(signer, seq, START.plusSeconds(seq)));
            }
        }
    }

    static String payload(int seq, Instant time, int version) {
        return payload(seq, time, version, "r");
    }

    static String payload(int seq, Instant time, int version, String realmId) {
        return "{\"client\":\"app\",\"details\":{\"seen\":\"" + seq + "\",\"username\":\"alice\"},"
                + "\"error\":\"invalid_user_credentials\",\"id\":\"01a1fbfe-691b-7000-8b20-"
                + String.format("%012d", seq) + "\",\"ip\":\"192.0.2." + seq % 200
                + "\",\"node\":\"n\",\"realm\":\"clinic\",\"realmId\":\"" + realmId + "\",\"time\":\""
                + TIME.format(time)
                + "\",\"type\":\"LOGIN_ERROR\",\"userAgent\":\"what?\",\"v\":" + version + "}";
    }

    /** The inside of a JSON text. */
    static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    Line line(int seq) {
        return lines.get(seq - 1);
    }

    void replace(int seq, Line line) {
        lines.set(seq - 1, line);
    }

    /** Renumbers all lines, as an attacker would to hide that some are gone. */
    void renumber() {
        for (int i = 0; i < lines.size(); i++) {
            lines.set(i, lines.get(i).as(i + 1));
        }
    }

    /** The signed head of the tree over the first lines, as they are now. */
    String note(NoteSigner by, int size, Instant time) {
        CompactRange tree = new CompactRange(HASHER);
        lines.subList(0, size)
                .forEach(line -> tree.append(Base64.getDecoder().decode(line.leaf()), CompactRange.Completed.IGNORED));
        return by.sign(Checkpoint.of(by.key().name(), size, tree.root()), time).toString();
    }

    /** The export of the current lines, with a checkpoint over them by this signer. */
    String export(NoteSigner by) {
        return header(lines.size(), note(by, lines.size(), exported)) + body();
    }

    static String header(long size, String note) {
        return "{\"export\":\"caregate-audit\",\"v\":2,\"realmId\":\"r\",\"size\":" + size + ",\"checkpoint\":\""
                + quoted(note) + "\"}\n";
    }

    /** The lines of the entries. */
    String body() {
        return lines.stream().map(Line::json).collect(Collectors.joining());
    }

    /** The lines of a file sink, with a checkpoint after the entries with these numbers. */
    String file(NoteSigner by, List<Integer> sizes) {
        StringBuilder file = new StringBuilder();
        for (int seq = 1; seq <= lines.size(); seq++) {
            file.append(lines.get(seq - 1).json());
            if (sizes.contains(seq)) {
                file.append(checkpoint(by, seq));
            }
        }
        return file.toString();
    }

    /** The line of a checkpoint that covers this number of lines. */
    String checkpoint(NoteSigner by, int size) {
        return checkpointLine(size, note(by, size, START.plusSeconds(size)));
    }

    static String checkpointLine(int size, String note) {
        return "{\"checkpoint\":\"" + quoted(note) + "\",\"size\":" + size + "}\n";
    }

    /** The verifier's report on the export of a server that signs whatever it finds, and on the kept checkpoints. */
    Report verify() throws Exception {
        return verify(export(signer), VerifyPolicy.DEFAULT);
    }

    Report verify(String export, VerifyPolicy policy) throws Exception {
        Checkpoints checkpoints = new Checkpoints(name -> List.of(signer.key()), ORIGIN);
        if (!kept.isEmpty()) {
            checkpoints.addKept(
                    new ByteArrayInputStream(String.join("\n", kept).getBytes(StandardCharsets.UTF_8)), "kept");
        }
        return new Verifier(checkpoints, policy, OpenEntries.IGNORED)
                .verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)), "export");
    }
}
