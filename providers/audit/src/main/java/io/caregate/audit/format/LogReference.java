package io.caregate.audit.format;

/**
 * What leads from a record in another system back to the log: with the entry's number, the leaf hash finds the entry in
 * the tree, and the origin says which log the tree is of.
 *
 * @param leaf the leaf hash in Base64; empty if it is not known
 * @param origin the name of the log in its checkpoints; empty if it is not known
 */
public record LogReference(String leaf, String origin) {
    /** For an entry of which neither is known. */
    public static final LogReference NONE = new LogReference("", "");
}
