package io.caregate.check.source;

/**
 * A location in a file.
 *
 * @param file the file as it was named
 * @param line the line, from 1
 * @param column the column in characters, from 1
 */
public record Place(String file, int line, int column) {

    /** In the format of compilers: {@code file:line:column}. */
    public String text() {
        return file + ":" + line + ":" + column;
    }
}
