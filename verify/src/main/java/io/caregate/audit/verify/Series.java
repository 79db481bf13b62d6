package io.caregate.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The files that make up one log, read one after another as one stream. It knows which of them contains a byte. */
public final class Series extends InputStream {
    private final List<String> names;
    private final List<InputStream> files;
    private final List<Long> starts = new ArrayList<>(List.of(0L));
    private long read;

    /** Files in order, with their names. Closing this closes all of them. */
    public Series(List<String> names, List<? extends InputStream> files) {
        this.names = List.copyOf(names);
        this.files = List.copyOf(files);
    }

    /** One file with this name, which is read elsewhere. */
    static Series of(String name) {
        return new Series(List.of(name), List.of());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
        while (starts.size() <= files.size()) {
            int count = files.get(starts.size() - 1).read(target, offset, most);
            if (count >= 0) {
                read += count;
                return count;
            }
            starts.add(read);
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        for (InputStream file : files) {
            file.close();
        }
    }

    /** Whether a place has to be named with its file. */
    boolean isSeveral() {
        return names.size() > 1;
    }

    /** The index of the file with the byte at this position, which has been read. */
    int indexOf(long position) {
        int index = Math.min(starts.size(), names.size()) - 1;
        while (index > 0 && starts.get(index) > position) {
            index--;
        }
        return index;
    }

    /** The position of the first byte of a file. */
    long start(int index) {
        return starts.get(index);
    }

    String name(int index) {
        return names.get(index);
    }
}
