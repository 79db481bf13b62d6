package io.caregate.auditlog.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a tile (C2SP {@code tlog-tiles}, section "Merkle Tree"): up to {@value #FULL} consecutive hashes of
 * one level of the tree. The hash at {@code level} and place {@code i} is the root of the perfect subtree of
 * {@code 256^level} leaves, the {@code i}-th from the left.
 *
 * @param index the tile's place within its level, from the left
 * @param width the number of its hashes; {@value #FULL} unless it is partial
 */
public record Tile(int level, long index, int width) {
    /** The hashes in a tile that is not partial. */
    public static final int FULL = 256;
    /** The height of the subtree that a full tile is. */
    public static final int HEIGHT = Subtrees.STRIDE;

    private static final int MOST_LEVEL = 63;
    private static final Pattern LEVEL = Pattern.compile("0|[1-9][0-9]?");
    private static final Pattern PATH = Pattern.compile("((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");
    private static final int THOUSAND = 1000;
    private static final int BITS = 63;

    public Tile {
        if (level < 0 || level > MOST_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile: level " + level + ", index " + index + ", width " + width);
        }
    }

    /**
     * The tile at {@code tile/LEVEL/PATH}, where the path is {@code N} or {@code N.p/W}: three digits for each
     * thousand, and an {@code x} before all but the last. Empty if the text is not the one way of writing an address,
     * or beyond the numbers that a tree of this log can have.
     */
    public static Optional<Tile> parse(String level, String path) {
        Matcher parts = PATH.matcher(path);
        if (!LEVEL.matcher(level).matches() || !parts.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(parts.group(1).replaceAll("[x/]", ""));
        int width = parts.group(2) == null ? FULL : Integer.parseInt(parts.group(2));
        if (Integer.parseInt(level) > MOST_LEVEL || width > FULL || (width == FULL && parts.group(2) != null)) {
            return Optional.empty();
        }
        // A number has one form: x000/001 is not a tile's address.
        return Optional.of(new Tile(Integer.parseInt(level), index, width))
                .filter(tile -> tile.path().equals(path));
    }

    /** {@code N} or {@code N.p/W}. */
    public String path() {
        List<String> groups = new ArrayList<>();
        long rest = index;
        do {
            groups.add(0, String.format(Locale.ROOT, groups.isEmpty() ? "%03d" : "x%03d", rest % THOUSAND));
            rest /= THOUSAND;
        } while (rest > 0);
        return String.join("/", groups) + (width == FULL ? "" : ".p/" + width);
    }

    /** The place of the tile's first hash within its level. */
    public long first() {
        return index * FULL;
    }

    /** The height of the subtrees whose roots the tile has. */
    public int base() {
        return level * HEIGHT;
    }

    /** Whether a tree of this size has all of the tile's hashes. */
    public boolean isIn(long size) {
        long hashes = base() >= BITS ? 0 : size >>> base();
        return index <= (hashes - width) / FULL && first() + width <= hashes;
    }
}
