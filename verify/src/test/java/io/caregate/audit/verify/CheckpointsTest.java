package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.Finding.Kind;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of kept checkpoints that are long enough to be read by several threads, with a key that prepares for many. */
class CheckpointsTest {
    private static final int MANY = 320;
    private static final NoteSigner SIGNER = NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem());
    private static final NoteSigner OTHER = NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem());
    private static final byte[] ROOT = new TreeHasher().empty();

    private final List<String> notes = new ArrayList<>();
    private final Checkpoints checkpoints = new Checkpoints(name -> List.of(SIGNER.key()), null);

    @Test
    void fileWhenItHasManyThenEachIsCheckedAndEachErrorIsNamedInItsOrder() throws Exception {
        for (int size = 1; size <= MANY; size++) {
            notes.add(note(SIGNER, size, ROOT));
        }
        String forged = notes.get(199);
        int signature = forged.indexOf('\u2014') + TestLog.ORIGIN.length() + 40;
        char other = forged.charAt(signature) == 'A' ? 'B' : 'A';
        notes.set(199, forged.substring(0, signature) + other + forged.substring(signature + 1));
        notes.set(9, note(OTHER, 10, ROOT));
        notes.set(250, note(NoteSigner.ofPem("other.example.org", NoteSigner.newPem()), 251, ROOT));
        notes.set(299, notes.get(299).replace("300", "0300"));
        notes.add(note(SIGNER, 77, new TreeHasher().leaf(ROOT)));
        add("kept");
        assertThat(checkpoints.findings().first())
                .extracting(Finding::kind)
                .containsExactly(
                        Kind.UNKNOWN_SIGNER, Kind.FORGED_SIGNATURE, Kind.OTHER_ORIGIN, Kind.MALFORMED, Kind.FORK);
        assertThat(checkpoints.findings().first().get(1).text())
                .isEqualTo(
                        "kept: checkpoint of size 200 has a signature that the key " + SIGNER.key() + " did not make");
        assertThat(checkpoints.findings().first().get(3).text()).startsWith("kept: checkpoint 300 cannot be read: ");
        assertThat(checkpoints.seen()).isEqualTo(MANY + 1);
        assertThat(checkpoints.sizes()).isEqualTo(MANY - 4);
        assertThat(checkpoints.isKept(200)).isFalse();
        assertThat(checkpoints.isKept(201)).isTrue();
    }

    @Test
    void fileWhenGivenTwiceThenCountedTwiceAndNothingElse() throws Exception {
        for (int size = 1; size <= MANY; size++) {
            notes.add(note(SIGNER, size, ROOT));
        }
        add("one");
        add("two");
        assertThat(checkpoints.findings().isEmpty()).isTrue();
        assertThat(checkpoints.seen()).isEqualTo(2L * MANY);
        assertThat(checkpoints.kept()).isEqualTo(2L * MANY);
        assertThat(checkpoints.sizes()).isEqualTo(MANY);
        assertThat(checkpoints.of(7).orElseThrow().source()).isEqualTo("one");
    }

    /** A signature is of its own text: a copy with another time or signature was not checked before. */
    @Test
    void noteWhenLikeAnEarlierOneExceptItsSignatureThenChecked() throws Exception {
        String genuine = note(SIGNER, 5, ROOT);
        String later = SIGNER.sign(Checkpoint.of(TestLog.ORIGIN, 5, ROOT), TestLog.START.plusSeconds(99))
                .toString();
        notes.add(genuine);
        notes.add(genuine.substring(0, genuine.lastIndexOf(' ')) + later.substring(later.lastIndexOf(' ')));
        notes.add(genuine.substring(0, genuine.lastIndexOf(' ') + 20) + later.substring(later.lastIndexOf(' ') + 20));
        add("kept");
        assertThat(checkpoints.findings().first()).extracting(Finding::kind).containsExactly(Kind.FORGED_SIGNATURE);
        assertThat(checkpoints.seen()).isEqualTo(3);
    }

    /** Compares with what the definition says, over logs whose clock goes back now and then. */
    @Test
    void checkpointWhenSignedLaterThanALargerOneThenTheFirstSuchIsFound() throws Exception {
        Random random = new Random(8);
        for (int run = 0; run < 40; run++) {
            Checkpoints some = new Checkpoints(name -> List.of(SIGNER.key()), TestLog.ORIGIN);
            List<Long> times = new ArrayList<>();
            for (int size = 1; size <= 6; size++) {
                long time = size * 60L + (random.nextInt(4) == 0 ? random.nextInt(400) : 0);
                times.add(time);
                some.add(note(SIGNER, size, ROOT, TestLog.START.plusSeconds(time)), "kept");
            }
            boolean back = false;
            for (int small = 0; small < times.size(); small++) {
                for (int large = small + 1; large < times.size(); large++) {
                    back |= times.get(small) - times.get(large) > 120;
                }
            }
            assertThat(some.setBack(Duration.ofSeconds(120)).isPresent())
                    .as(times.toString())
                    .isEqualTo(back);
        }
    }

    private void add(String source) throws Exception {
        byte[] file = String.join("\n", notes).getBytes(StandardCharsets.UTF_8);
        checkpoints.addKept(new ByteArrayInputStream(file), source);
    }

    private static String note(NoteSigner by, int size, byte[] root) {
        return note(by, size, root, TestLog.START.plusSeconds(size));
    }

    private static String note(NoteSigner by, int size, byte[] root, Instant time) {
        NoteVerifier key = by.key();
        return by.sign(Checkpoint.of(key.name(), size, root), time).toString();
    }
}
