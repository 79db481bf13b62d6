package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.MalformedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which a dossier is a ZIP: known names in their order, nothing compressed, no time. Compression would
 * give other bytes with another version of its library. So a dossier can be compared byte by byte with the ZIP that its
 * own content makes: what two programs would read in two ways, what hides between the files or behind them, names that
 * lead elsewhere or come twice, and lengths that lie are no such ZIP. Nothing in it can become longer than the file.
 */
final class StoredZip implements AutoCloseable {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final String REPACKED =
            "it is not the ZIP that this program makes of its content: it was changed," + " cut off, or packed again";
    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    private static final int NAME_AT = 30;

    private final ZipInputStream in;
    private final Same same;
    private final ZipOutputStream made;
    private int place = -1;
    private @Nullable Part part;

    /** Opens a dossier, to read it once from its beginning to its end. */
    StoredZip(Path file) throws IOException {
        in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8);
        same = new Same(new BufferedInputStream(Files.newInputStream(file)));
        made = new ZipOutputStream(same, StandardCharsets.UTF_8);
    }

    /** Whether a file begins as a dossier does. */
    static boolean isOne(Path file) throws IOException {
        byte[] name = Parts.MANIFEST.getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(NAME_AT + name.length);
            return begin.length == NAME_AT + name.length && startsAt(begin, 0, MAGIC) && startsAt(begin, NAME_AT, name);
        }
    }

    private static boolean startsAt(byte[] bytes, int offset, byte[] expected) {
        return Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
    }

    /** Begins a file of this length and CRC in a ZIP. */
    static void put(ZipOutputStream zip, String name, long size, long crc) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc);
        // Without a time zone: the fields of this time are stored as they are.
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    /** The next file; null behind the last one, when the whole ZIP has been compared. */
    @Nullable
    Part next() throws IOException, MalformedException {
        try {
            finish(part);
            ZipEntry entry = in.getNextEntry();
            if (entry == null) {
                made.finish();
                same.demandEnd();
                return null;
            }
            int index = Parts.ORDER.indexOf(entry.getName());
            if (index <= place || entry.getMethod() != ZipEntry.STORED || entry.getSize() < 0) {
                throw new MalformedException(REPACKED);
            }
            place = index;
            put(made, entry.getName(), entry.getSize(), entry.getCrc());
            Part next = new Part(entry.getName());
            part = next;
            return next;
        } catch (ZipException | OtherException | EOFException | IllegalArgumentException e) {
            throw new MalformedException(REPACKED);
        }
    }

    private void finish(@Nullable Part before) throws IOException {
        if (before != null) {
            before.drain();
            made.closeEntry();
        }
    }

    @Override
    public void close() throws IOException {
        try (in;
                same) {
            part = null;
        }
    }

    /** One file. What is read of it is compared and hashed, too. */
    final class Part extends FilterInputStream {
        private final String name;
        private final Digesting digest = new Digesting();

        private Part(String name) {
            super(StoredZip.this.in);
            this.name = name;
        }

        String name() {
            return name;
        }

        /** The whole file, which must not be longer than this. */
        byte[] bytes(int most) throws IOException, MalformedException {
            byte[] bytes = readNBytes(most + 1);
            if (bytes.length > most) {
                throw new MalformedException("its " + name + " is longer than " + most + " bytes");
            }
            return bytes;
        }

        /** Its hash. What has not been read is read first. */
        Manifest.FileHash hash() throws IOException {
            drain();
            return digest.file(name);
        }

        private void drain() throws IOException {
            transferTo(OutputStream.nullOutputStream());
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int most) throws IOException {
            int count;
            try {
                count = in.read(target, offset, most);
            } catch (ZipException | EOFException e) {
                throw new OtherException(e);
            }
            if (count > 0) {
                digest.write(target, offset, count);
                made.write(target, offset, count);
            }
            return count;
        }

        @Override
        public long skip(long most) throws IOException {
            return readNBytes((int) Math.min(most, 1 << 16)).length;
        }

        /** The ZIP goes on behind it. */
        @Override
        public void close() {}
    }

    /** The ZIP that is made has other bytes. */
    static final class OtherException extends IOException {
        private static final long serialVersionUID = 1L;

        OtherException() {
            super(REPACKED);
        }

        OtherException(IOException cause) {
            super(REPACKED, cause);
        }
    }

    /** Compares what is written with a file, and keeps none of it. */
    private static final class Same extends OutputStream {
        private final InputStream expected;

        Same(InputStream expected) {
            this.expected = expected;
        }

        @Override
        public void write(int b) throws IOException {
            if (expected.read() != (b & 0xFF)) {
                throw new OtherException();
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            byte[] there = expected.readNBytes(length);
            if (there.length < length || !Arrays.equals(there, 0, length, bytes, offset, offset + length)) {
                throw new OtherException();
            }
        }

        void demandEnd() throws IOException {
            if (expected.read() >= 0) {
                throw new OtherException();
            }
        }

        @Override
        public void close() throws IOException {
            expected.close();
        }
    }
}
