package io.caregate.audit.verify.fetch;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A log that grows, as a server shows it. Every third entry is of another realm. Tests may change anything in it. */
public final class GrowingLog implements LogSource {
    public static final String ORIGIN = "growing.example.org/audit";
    public static final Instant START = Instant.parse("2026-01-31T08:15:00Z");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    public NoteSigner signer = NoteSigner.ofPem(ORIGIN, NoteSigner.newPem());
    public String realmId = "r";
    public Instant now = START;
    public final List<String> lines = new ArrayList<>();
    public final List<Signed> checkpoints = new ArrayList<>();

    public final List<WitnessSigner> witnesses = new ArrayList<>();

    private final TreeHasher hasher = new TreeHasher();
    private CompactRange tree = new CompactRange(hasher);

    /** A checkpoint as the server's table has it. */
    public record Signed(long size, String note) {}

    /** Adds entries that say this, and signs a checkpoint. */
    public GrowingLog add(int count, String said) {
        for (int i = 0; i < count; i++) {
            int seq = lines.size() + 1;
            String payload = "{\"client\":\"app\",\"details\":{\"said\":\"" + said
                    + "\",\"username\":\"alice\"},"
                    + "\"error\":\"invalid_user_credentials\",\"id\":\"01a1fbfe-691b-7000-8b20-"
                    + String.format("%012d", seq) + "\",\"realm\":\"clinic\",\"realmId\":\"" + realmId
                    + "\",\"time\":\""
                    + TIME.format(now) + "\",\"type\":\"LOGIN_ERROR\",\"v\":2}";
            append(payload, seq % 3 != 0);
        }
        return sign();
    }

    /** Adds the start of a node, which says that this was in force, and signs a checkpoint. */
    public GrowingLog start(String node, String said, String process) {
        String payload = "{\"details\":{\"jar.caregate-audit\":\"0.1.0 sha256:"
                + "a".repeat(64) + "\",\"option.x\":\"" + said
                + "\",\"process\":\"" + process + "\"},\"id\":\"01a1fbfe-691b-7000-8b20-"
                + String.format("%012d", lines.size() + 1) + "\",\"node\":\"" + node
                + "\",\"realm\":\"clinic\",\"realmId\":\"" + realmId + "\",\"time\":\"" + TIME.format(now)
                + "\",\"type\":\"CAREGATE_SERVER_START\",\"v\":2}";
        append(payload, true);
        return sign();
    }

    private void append(String payload, boolean isOpen) {
        int seq = lines.size() + 1;
        byte[] salt = Arrays.copyOf(("salt" + seq).getBytes(StandardCharsets.UTF_8), TreeHasher.SALT_BYTES);
        byte[] leaf = hasher.leaf(salt, payload.getBytes(StandardCharsets.UTF_8));
        String open = ",\"salt\":\"" + base64(salt) + "\",\"payload\":\"" + quoted(payload) + "\"";
        lines.add("{\"seq\":" + seq + ",\"leaf\":\"" + base64(leaf) + "\"" + (isOpen ? open : "") + "}\n");
        tree.append(leaf, CompactRange.Completed.IGNORED);
    }

    /** Signs a checkpoint of all entries. */
    public GrowingLog sign() {
        String note = signer.sign(Checkpoint.of(ORIGIN, tree.size(), tree.root()), now)
                .toString();
        checkpoints.add(new Signed(tree.size(), note));
        return this;
    }

    /** Takes the log back to an older copy of its database, with the checkpoints of that time. */
    public GrowingLog setBack(int size) {
        lines.subList(size, lines.size()).clear();
        checkpoints.removeIf(checkpoint -> checkpoint.size() > size);
        return rehash();
    }

    /** Computes the tree from the hashes in the lines. */
    public GrowingLog rehash() {
        tree = new CompactRange(hasher);
        for (String line : lines) {
            int from = line.indexOf("\"leaf\":\"") + "\"leaf\":\"".length();
            tree.append(
                    Base64.getDecoder().decode(line.substring(from, line.indexOf('"', from))),
                    CompactRange.Completed.IGNORED);
        }
        return this;
    }

    /** The newest checkpoint's note. */
    public String newest() {
        return checkpoints.get(checkpoints.size() - 1).note();
    }

    @Override
    public List<String> checkpointsAbove(long size) {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.size() > size)
                .map(Signed::note)
                .toList();
    }

    /** The newest checkpoint, cosigned by all witnesses, if there are any. */
    @Override
    public Optional<String> cosigned() {
        SignedNote note = SignedNote.parse(newest());
        for (WitnessSigner witness : witnesses) {
            note = note.with(witness.cosign(note.text(), now));
        }
        return witnesses.isEmpty() ? Optional.empty() : Optional.of(note.toString());
    }

    @Override
    public void export(long after, Target target) throws IOException {
        try (OutputStream out = target.open()) {
            out.write(export(after).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The export from the entry behind this one on. */
    public String export(long after) {
        StringBuilder export = new StringBuilder("{\"export\":\"caregate-audit\",\"v\":2,\"realmId\":\"" + realmId
                + "\",\"size\":" + checkpoints.get(checkpoints.size() - 1).size() + ",\"checkpoint\":\""
                + quoted(newest()) + "\"}\n");
        for (int i = (int) after; i < lines.size(); i++) {
            export.append(lines.get(i));
        }
        return export.toString();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The inside of a JSON text. */
    public static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
