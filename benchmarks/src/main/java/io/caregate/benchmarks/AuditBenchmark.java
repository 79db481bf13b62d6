package io.caregate.benchmarks;

import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The steps for one entry of the audit log: its canonical form, its hash, its place in the tree, and its proof. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AuditBenchmark {
    private static final long LEAVES = 1 << 20;
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    private final TreeHasher hasher = new TreeHasher();
    private final ProofVerifier check = new ProofVerifier(hasher);
    private final byte[] salt = new byte[TreeHasher.SALT_BYTES];
    private final byte[] payload = entry().canonical().getBytes(StandardCharsets.UTF_8);
    private final byte[] leaf = hasher.leaf(salt, payload);
    private final Checkpoint checkpoint = Checkpoint.of("audit.example.org", LEAVES, leaf);
    private final NoteSigner signer = NoteSigner.ofPem("audit.example.org", NoteSigner.newPem());
    private final NoteVerifier key = signer.key();
    private final SignedNote note = signer.sign(checkpoint, TIME);
    private CompactRange compactRange = new CompactRange(hasher);
    private List<byte[]> proof = List.of();
    private byte[] root = leaf;

    /** Makes the proof of the first of a million equal leaves: one hash for each level. */
    @Setup
    public void grow() {
        byte[][] levels = new byte[20][];
        byte[] node = leaf;
        for (int level = 0; level < levels.length; level++) {
            levels[level] = node;
            node = hasher.node(node, node);
        }
        proof = IntStream.range(0, levels.length)
                .mapToObj(level -> levels[level])
                .toList();
        root = node;
        compactRange = new CompactRange(hasher);
    }

    /** An entry as {@code LOGIN_ERROR} leaves it, and its canonical form. */
    @Benchmark
    public String canonicalForm() {
        return entry().canonical();
    }

    /** The salted hash of an entry. */
    @Benchmark
    public byte[] hash() {
        return hasher.leaf(salt, payload);
    }

    /** The cost that sealing adds to an entry: its hash becomes the tree's next leaf. */
    @Benchmark
    public long append() {
        compactRange.append(leaf, CompactRange.Completed.IGNORED);
        return compactRange.size();
    }

    /** A checkpoint's signatures. */
    @Benchmark
    public SignedNote sign() {
        return signer.sign(checkpoint, TIME);
    }

    /** The verification of those signatures. */
    @Benchmark
    public NoteVerifier.Verdict verifySignature() {
        return key.check(note);
    }

    /** The proof that an entry is among a million. */
    @Benchmark
    public boolean verifyInclusion() {
        return check.includes(0, leaf, LEAVES, root, proof);
    }

    private static Entry entry() {
        return Entry.builder("019a0000-0000-7000-8000-000000000001", TIME, "LOGIN_ERROR")
                .with(Entry.Field.REALM, "clinic")
                .with(Entry.Field.CLIENT, "app")
                .with(Entry.Field.ERROR, "invalid_user_credentials")
                .with(Entry.Field.IP, "192.0.2.7")
                .detail("redirect_uri", "https://app.example.org/callback")
                .detail("auth_method", "openid-connect")
                .detail("code_id", "9f0e3b1c-6f0b-4c39-8f52-1d1f5a4c0b6e")
                .build();
    }
}
