package io.caregate.benchmarks.verify;

import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * An export of a log, the checkpoints of it that were kept, and the public key, as a server and an auditor would have
 * them. Every entry is open, which is the most work for the verifier. Two folders of the same sizes differ only in
 * their keys and signatures.
 */
record LogFiles(Path export, Path kept, Path key) {
    private static final String ORIGIN = "sso.example.org/audit";
    private static final Instant START = Instant.parse("2026-01-31T08:15:00Z");

    /** The files in this folder, which are made if it does not have them: some minutes for 100,000 checkpoints. */
    static LogFiles in(Path parent, int entries, int checkpoints) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(entries + "-" + checkpoints));
        LogFiles files =
                new LogFiles(folder.resolve("export.jsonl"), folder.resolve("kept.txt"), folder.resolve("key.pub"));
        if (!Files.exists(files.key)) {
            files.make(entries, checkpoints);
        }
        return files;
    }

    private void make(int entries, int checkpoints) throws IOException {
        NoteSigner signer = NoteSigner.ofPem(ORIGIN, NoteSigner.newPem());
        CompactRange tree = new CompactRange(new TreeHasher());
        Path lines = Files.createTempFile(export.getParent(), "lines", ".tmp");
        List<Checkpoint> heads = new ArrayList<>();
        try (Writer body = Files.newBufferedWriter(lines)) {
            TreeHasher hasher = new TreeHasher();
            Random random = new Random(1);
            for (int seq = 1; seq <= entries; seq++) {
                String payload = entry(random, seq).canonical();
                byte[] salt = new byte[TreeHasher.SALT_BYTES];
                random.nextBytes(salt);
                byte[] leaf = hasher.leaf(salt, payload.getBytes(StandardCharsets.UTF_8));
                tree.append(leaf, CompactRange.Completed.IGNORED);
                body.write("{\"seq\":" + seq + ",\"leaf\":\"" + base64(leaf) + "\",\"salt\":\"" + base64(salt)
                        + "\",\"payload\":" + quoted(payload) + "}\n");
                if ((long) seq * checkpoints / entries > (seq - 1L) * checkpoints / entries) {
                    heads.add(Checkpoint.of(ORIGIN, seq, tree.root()));
                }
            }
        }
        Checkpoint last = Checkpoint.of(ORIGIN, entries, tree.root());
        try (OutputStream whole = Files.newOutputStream(export)) {
            whole.write(("{\"export\":\"caregate-audit\",\"v\":2,\"realmId\":\"" + uuid(new Random(0)) + "\",\"size\":"
                            + entries + ",\"checkpoint\":" + quoted(note(signer, last)) + "}\n")
                    .getBytes(StandardCharsets.UTF_8));
            Files.copy(lines, whole);
        }
        Files.delete(lines);
        Files.write(kept, heads.parallelStream().map(head -> note(signer, head)).toList());
        Files.writeString(key, signer.key() + "\n");
    }

    private static Entry entry(Random random, int seq) {
        return Entry.builder(uuid(random), START.plusMillis(50L * seq), "LOGIN_ERROR")
                .with(Entry.Field.REALM, "healthcare")
                .with(Entry.Field.REALM_ID, uuid(new Random(0)))
                .with(Entry.Field.CLIENT, "app")
                .with(Entry.Field.ERROR, "invalid_user_credentials")
                .with(Entry.Field.USER, uuid(new Random(seq % 5000)))
                .with(Entry.Field.IP, "192.0.2." + seq % 200)
                .with(Entry.Field.USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                .with(Entry.Field.NODE, "keycloak-0")
                .with(Entry.Field.METHOD, "POST")
                .with(Entry.Field.PATH, "/realms/healthcare/login-actions/authenticate")
                .with(Entry.Field.EVENT_ID, uuid(random))
                .detail("auth_method", "openid-connect")
                .detail("auth_type", "code")
                .detail("code_id", uuid(random))
                .detail("redirect_uri", "https://app.example.org/callback")
                .detail("username", "user-" + seq % 5000)
                .build();
    }

    private static String note(NoteSigner signer, Checkpoint head) {
        return signer.sign(head, START.plusMillis(50L * head.size())).toString();
    }

    private static String uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
