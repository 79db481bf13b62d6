package io.caregate.audit.verify;

import io.caregate.audit.tree.Checkpoint;
import io.caregate.audit.tree.Frontier;
import io.caregate.audit.tree.NoteSigner;
import io.caregate.audit.tree.TreeHasher;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A log whose every other entry is of the realm of the export, with whatever is done to it before it is verified. */
final class TestLog {
    static final String ORIGIN = "test.example.org/audit";
    static final Instant START = Instant.parse("2026-01-31T08:15:00Z");

    private static final TreeHasher HASHER = new TreeHasher();

    final NoteSigner signer;
    final List<Line> lines = new ArrayList<>();
    final List<String> kept = new ArrayList<>();
    Instant exported = START.plusSeconds(86_400);

    /** One entry of the export; what is changed in it is changed in the copy that {@link #replace} puts in its place. */
    record Line(long seq, String leaf, String salt, String payload) {
        Line with(String otherPayload) {
            return new Line(seq, leaf, salt, otherPayload);
        }

        Line as(long otherSeq) {
            return new Line(otherSeq, leaf, salt, payload);
        }

        /** With the hash that its salt and payload make. */
        Line rehashed() {
            byte[] hash = HASHER.leaf(Base64.getDecoder().decode(salt), payload.getBytes(StandardCharsets.UTF_8));
            return new Line(seq, base64(hash), salt, payload);
        }

        Line closed() {
            return new Line(seq, leaf, "", "");
        }

        String json() {
            String open = salt.isEmpty()
                    ? ""
                    : ",\"salt\":\"" + salt + "\",\"payload\":\"" + payload.replace("\"", "\\\"") + "\"";
            return "{\"seq\":" + seq + ",\"leaf\":\"" + leaf + "\"" + open + "}\n";
        }
    }

    /** A log of this many entries, with a kept checkpoint at each of these sizes. */
    TestLog(NoteSigner signer, int size, Integer... checkpoints) {
        this.signer = signer;
        List<Integer> sizes = Arrays.asList(checkpoints);
        for (int seq = 1; seq <= size; seq++) {
            byte[] salt = Arrays.copyOf(("salt" + seq).getBytes(StandardCharsets.UTF_8), TreeHasher.SALT_BYTES);
            Line line = new Line(seq, "", base64(salt), payload(seq, START.plusSeconds(seq))).rehashed();
            lines.add(seq % 2 == 0 ? line.closed() : line);
            if (sizes.contains(seq)) {
                kept.add(note(signer, seq, START.plusSeconds(seq)));
            }
        }
    }

    static String payload(int seq, Instant time) {
        return "{\"realmId\":\"r\",\"seen\":" + seq + ",\"time\":\"" + time + "\",\"v\":1}";
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

    /** Numbers all lines anew, as one would who wants nobody to see that some are gone. */
    void renumber() {
        for (int i = 0; i < lines.size(); i++) {
            lines.set(i, lines.get(i).as(i + 1));
        }
    }

    /** The signed head of the tree of the first lines, as they are now. */
    String note(NoteSigner by, int size, Instant time) {
        Frontier tree = new Frontier(HASHER);
        lines.subList(0, size)
                .forEach(line -> tree.append(Base64.getDecoder().decode(line.leaf()), Frontier.Completed.IGNORED));
        return by.sign(Checkpoint.of(by.key().name(), size, tree.root()), time).toString();
    }

    /** The export of what is there now, with a checkpoint that this signer makes of it. */
    String export(NoteSigner by) {
        StringBuilder export = new StringBuilder("{\"export\":\"caregate-audit\",\"v\":1,\"realmId\":\"r\",\"size\":")
                .append(lines.size())
                .append(",\"checkpoint\":\"")
                .append(note(by, lines.size(), exported).replace("\n", "\\n"))
                .append("\"}\n");
        lines.forEach(line -> export.append(line.json()));
        return export.toString();
    }

    /** The lines of a file sink, with a checkpoint behind the entries of these numbers. */
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

    /** The line of a checkpoint that covers so many lines. */
    String checkpoint(NoteSigner by, int size) {
        String note = note(by, size, START.plusSeconds(size)).replace("\n", "\\n");
        return "{\"checkpoint\":\"" + note + "\",\"size\":" + size + "}\n";
    }

    /** What the verifier says to the export of a server that signs whatever it finds, and to the kept checkpoints. */
    Report verify() throws Exception {
        return verify(export(signer), Leniency.DEFAULT);
    }

    Report verify(String export, Leniency leniency) throws Exception {
        Checkpoints checkpoints = new Checkpoints(name -> List.of(signer.key()), ORIGIN);
        checkpoints.addAll(String.join("\n", kept), "kept");
        return new Verifier(checkpoints, leniency)
                .verify(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)), "export");
    }
}
