package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TreePropertyTest {
    private final TreeHasher hasher = new TreeHasher();
    private final ProofVerifier check = new ProofVerifier(hasher);

    @Property(tries = 200)
    void frontierWhenStoredAtAnySizeThenGoesOnToTheSameRoots(
            @ForAll @IntRange(max = 300) int size, @ForAll @IntRange(max = 300) int storedAt) {
        ListedTree tree = tree(size);
        CompactRange compactRange = new CompactRange(hasher);
        for (int i = 0; i < size; i++) {
            if (i == storedAt) {
                compactRange = CompactRange.parse(hasher, i, compactRange.toText());
            }
            compactRange.append(
                    tree.leaf(i), (height, position, hash) -> assertThat(hash).isEqualTo(tree.root(height, position)));
        }
        assertThat(compactRange.size()).isEqualTo(size);
        assertThat(compactRange.root()).isEqualTo(tree.root(size));
    }

    @Property(tries = 300)
    void inclusionWhenProvedThenHoldsForThatLeafAndNoOther(
            @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 299) int any) {
        int index = any % size;
        ListedTree tree = tree(size);
        List<byte[]> proof = new ProofBuilder(hasher, tree).inclusion(index, size);

        assertThat(check.includes(index, tree.leaf(index), size, tree.root(size), proof))
                .isTrue();
        assertThat(check.includes(index, hasher.leaf(new byte[] {7}), size, tree.root(size), proof))
                .isFalse();
        assertThat(check.includes((index + 1) % size, tree.leaf(index), size, tree.root(size), proof))
                .isEqualTo(size == 1);
        assertThat(check.includes(index, tree.leaf(index), size, tree.root(size), longer(proof)))
                .isFalse();
        assertThat(check.includes(index, tree.leaf(index), size, hasher.empty(), proof))
                .isFalse();
    }

    @Property(tries = 300)
    void consistencyWhenProvedThenHoldsForThoseRootsAndNoOthers(
            @ForAll @IntRange(max = 300) int one, @ForAll @IntRange(max = 300) int other) {
        int older = Math.min(one, other);
        int newer = Math.max(one, other);
        ListedTree tree = tree(newer);
        List<byte[]> proof = new ProofBuilder(hasher, tree).consistency(older, newer);
        byte[] foreign = hasher.leaf(new byte[] {7});

        assertThat(check.consistent(older, tree.root(older), newer, tree.root(newer), proof))
                .isTrue();
        assertThat(check.consistent(older, foreign, newer, tree.root(newer), proof))
                .isFalse();
        assertThat(check.consistent(older, tree.root(older), newer, tree.root(newer), longer(proof)))
                .isFalse();
        if (older > 0) {
            assertThat(check.consistent(older, tree.root(older), newer, foreign, proof))
                    .isFalse();
        }
    }

    @Property(tries = 300)
    void proofWhenMadeUpThenNeverAcceptedAndNeverThrows(
            @ForAll long index, @ForAll long size, @ForAll @Size(max = 70) List<@IntRange(max = 3) Integer> steps) {
        List<byte[]> proof = new ArrayList<>();
        steps.forEach(step -> proof.add(hasher.leaf(new byte[] {step.byteValue()})));
        byte[] leaf = hasher.leaf(new byte[] {9});
        byte[] root = hasher.leaf(new byte[] {8});
        assertThat(check.includes(index, leaf, size, root, proof)).isFalse();
        assertThat(check.consistent(index, leaf, size, root, proof)).isFalse();
    }

    private static List<byte[]> longer(List<byte[]> proof) {
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(new byte[TreeHasher.HASH_BYTES]);
        return longer;
    }

    static ListedTree tree(int size) {
        TreeHasher hasher = new TreeHasher();
        ListedTree tree = new ListedTree();
        for (int i = 0; i < size; i++) {
            tree.add(hasher.leaf(ByteBuffer.allocate(4).putInt(i).array()));
        }
        return tree;
    }
}
