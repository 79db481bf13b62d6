package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of C2SP tlog-tiles, with the examples of its text. */
class TileTest {
    @ParameterizedTest
    @CsvSource({
        "0, 000, 0, 0, 256",
        "0, x001/x234/067, 0, 1234067, 256",
        "0, 273.p/112, 0, 273, 112",
        "1, 001.p/17, 1, 1, 17",
        "63, 999.p/255, 63, 999, 255",
        "2, x001/000.p/1, 2, 1000, 1",
        "0, x999/x999/x999/x999/999, 0, 999999999999999, 256"
    })
    void addressWhenOfATileThenThatAndWrittenTheSame(String level, String path, int at, long index, int width) {
        Tile tile = Tile.parse(level, path).orElseThrow();
        assertThat(tile).isEqualTo(new Tile(at, index, width));
        assertThat(tile.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0", "00", "0000", "1234", "x001", "x001/x002", "001/002", "x000/001", "x000/000", "000.p/0",
                "000.p/256", "000.p/01", "000.p/", "000.p", "000/", "/000", "-01", "x001/-02", "000.p/1/2", "",
                "x001//002", "x1000/000", "x001/x001/x001/x001/x001/001", "000.P/1"
            })
    void pathWhenWrittenInAnyOtherWayThenNoTile(String path) {
        assertThat(Tile.parse("0", path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "00", "01", "-1", "", "a", "100", "entries"})
    void levelWhenNotAWholeNumberUpTo63ThenNoTile(String level) {
        assertThat(Tile.parse(level, "000")).isEmpty();
        assertThat(Tile.parse("63", "000")).isPresent();
    }

    /** The example of the specification: a tree of 70,000. */
    @Test
    void treeWhenOfSeventyThousandThenTheTilesOfTheSpecification() {
        long size = 70_000;
        assertThat(new Tile(0, 272, 256).isIn(size)).isTrue();
        assertThat(new Tile(0, 273, 112).isIn(size)).isTrue();
        assertThat(new Tile(0, 273, 113).isIn(size)).isFalse();
        assertThat(new Tile(0, 273, 256).isIn(size)).isFalse();
        assertThat(new Tile(1, 0, 256).isIn(size)).isTrue();
        assertThat(new Tile(1, 1, 17).isIn(size)).isTrue();
        assertThat(new Tile(1, 1, 18).isIn(size)).isFalse();
        assertThat(new Tile(2, 0, 1).isIn(size)).isTrue();
        assertThat(new Tile(2, 0, 2).isIn(size)).isFalse();
        assertThat(new Tile(3, 0, 1).isIn(size)).isFalse();
        assertThat(new Tile(63, 0, 1).isIn(Long.MAX_VALUE)).isFalse();
        assertThat(new Tile(0, 0, 1).isIn(0)).isFalse();
        assertThat(new Tile(0, 0, 256).isIn(256)).isTrue();
        assertThat(new Tile(1, 0, 1).isIn(256)).isTrue();
        assertThat(new Tile(1, 0, 1).isIn(255)).isFalse();
    }

    @Property(tries = 500)
    void tileWhenWrittenThenReadAgain(
            @ForAll @IntRange(max = 63) int level,
            @ForAll @LongRange(max = 999_999_999_999_999L) long index,
            @ForAll @IntRange(min = 1, max = 256) int width) {
        Tile tile = new Tile(level, index, width);
        assertThat(Tile.parse(Integer.toString(level), tile.path())).contains(tile);
    }

    @Property(tries = 300)
    void subtreeWhenProvedThenHoldsForThatPlaceAndNoOther(
            @ForAll @IntRange(min = 1, max = 300) int size,
            @ForAll @IntRange(max = 8) int height,
            @ForAll @IntRange(max = 299) int any) {
        int places = size >>> height;
        if (places == 0) {
            return;
        }
        TreeHasher hasher = new TreeHasher();
        ListedTree tree = TreePropertyTest.tree(size);
        ProofVerifier check = new ProofVerifier(hasher);
        int place = any % places;
        byte[] root = tree.root(height, place);
        var proof = new ProofBuilder(hasher, tree).inclusion(height, place, size);
        assertThat(check.contains(height, place, root, size, tree.root(size), proof))
                .isTrue();
        assertThat(check.contains(height, place, hasher.empty(), size, tree.root(size), proof))
                .isFalse();
        assertThat(check.contains(height, place + 1, root, size, tree.root(size), proof))
                .isFalse();
        assertThat(check.contains(height, place, root, size, hasher.empty(), proof))
                .isFalse();
    }
}
