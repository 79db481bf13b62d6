package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.auditlog.tree.NoteVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Changes valid files at random: their bytes, the order of their lines, their members and types. A changed file must be
 * refused, or mean the same to a JSON parser. Three changes leave a file that says something else, but nothing untrue:
 * an entry that is closed, like an erased one; in a file of the file sink, a checkpoint that is left out, or another
 * one that the server has signed, in its place; and a proof between two checkpoints that is one between two others. The
 * number of changes is the system property {@code caregate.mutations}, and their seed is
 * {@code caregate.mutations.seed}.
 */
class MutationPropertyTest {
    private static final int MUTATIONS = Integer.getInteger("caregate.mutations", 3_000);
    private static final long SEED = Long.getLong("caregate.mutations.seed", 16);
    private static final Corpus CORPUS = new Corpus();
    private static final List<NoteVerifier> KEYS = List.of(Corpus.SIGNER.key());
    /** Exports without an open entry, whose report says that nothing shows which realm they belong to. */
    private static final Set<String> SHOWS_NO_REALM = Set.of("export-all-closed", "export-empty-log");

    private static final byte[] KEPT = file("kept-all.txt");
    /** The notes that the server has signed. */
    private static final Set<Object> NOTES = CORPUS.signedNotes();

    /** The lines of checkpoints in the valid files. */
    private static final Set<Object> SIGNED_LINES = CORPUS.cases().stream()
            .filter(each -> each.exit() == 0)
            .flatMap(each -> ReadJson.lines(file(each.file())).stream())
            .filter(line ->
                    line instanceof Map<?, ?> members && members.keySet().equals(Verifier.CHECKPOINT_LINE))
            .collect(Collectors.toSet());

    /** The valid files of the corpus. */
    static List<String> goodFiles() {
        return CORPUS.cases().stream()
                .filter(each -> each.exit() == 0
                        && each.options().isEmpty()
                        && !SHOWS_NO_REALM.contains(each.name())
                        && isGoodWithAllKept(each.file()))
                .map(Corpus.Case::file)
                .toList();
    }

    @Test
    void fileWhenChangedThenNotGoodOrTheSameToAReader() throws Exception {
        List<String> names = goodFiles();
        assertThat(names).hasSizeGreaterThan(14);
        Mutator mutator = new Mutator(
                new Random(SEED), names.stream().map(MutationPropertyTest::file).toList());
        int good = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String name = names.get(i % names.size());
            byte[] original = file(name);
            byte[] changed = mutator.change(original);
            if (isGood(changed)) {
                good++;
                // A file that was assembled from another valid file may be that file.
                assertThat(names.stream().anyMatch(other -> saysNoMore(file(other), changed)))
                        .as(() -> name + " changed, mutation " + mutator.last() + ":\n"
                                + new String(changed, StandardCharsets.UTF_8))
                        .isTrue();
            }
        }
        // Nearly all of them have to be refused; otherwise the mutator does nothing.
        assertThat(good).isLessThan(MUTATIONS / 10);
    }

    @Test
    void keptFileWhenChangedThenNotGoodOrWithoutOneOfItsCheckpoints() throws Exception {
        byte[] export = file("export.jsonl");
        Mutator mutator = new Mutator(new Random(SEED), List.of(KEPT));
        List<String> notes = notes(KEPT);
        for (int i = 0; i < MUTATIONS / 10; i++) {
            byte[] changed = mutator.change(KEPT);
            if (isGood(export, changed)) {
                assertThat(notes).containsAll(notes(changed));
            }
        }
    }

    private static List<String> notes(byte[] file) throws IOException {
        Notes notes = new Notes(new StringReader(new String(file, StandardCharsets.UTF_8)));
        List<String> all = new ArrayList<>();
        for (String note = notes.next(); note != null; note = notes.next()) {
            all.add(note);
        }
        return all;
    }

    private static boolean isGoodWithAllKept(String name) {
        try {
            return isGood(file(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isGood(byte[] file) throws IOException {
        return isGood(file, KEPT);
    }

    /** No exception gets out, except the one for a file of an unknown kind. */
    private static boolean isGood(byte[] file, byte[] kept) throws IOException {
        Checkpoints checkpoints =
                new Checkpoints(name -> name.equals(TestLog.ORIGIN) ? KEYS : List.of(), TestLog.ORIGIN);
        try {
            checkpoints.addKept(new ByteArrayInputStream(kept), "kept");
            return new Verifier(checkpoints, VerifyPolicy.DEFAULT, OpenEntries.IGNORED)
                    .verify(new ByteArrayInputStream(file), "file")
                    .isGood();
        } catch (UnreadableException e) {
            return false;
        }
    }

    /** Whether a file says nothing that a valid one does not say. */
    static boolean saysNoMore(byte[] original, byte[] changed) {
        List<Object> before = ReadJson.lines(original);
        List<Object> after = ReadJson.lines(changed);
        if (before.equals(after) || ReadJson.isPairOf(NOTES, after)) {
            return true;
        }
        List<Object> left = ReadJson.withoutCheckpointsInPlace(after, SIGNED_LINES);
        for (Object line : before) {
            boolean there =
                    !left.isEmpty() && (left.get(0).equals(line) || left.get(0).equals(ReadJson.closed(line)));
            if (there) {
                left.remove(0);
            } else if (!ReadJson.isCheckpoint(line)) {
                return false;
            }
        }
        return left.isEmpty();
    }

    static byte[] file(String name) {
        byte[] file = CORPUS.files().get(name);
        if (file == null) {
            throw new IllegalArgumentException(name);
        }
        return file;
    }
}
