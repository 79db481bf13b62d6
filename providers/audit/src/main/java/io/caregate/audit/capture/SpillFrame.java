package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The form of a row in a spill file: a mark of four bytes, length, CRC-32C, and the row's values. */
final class SpillFrame {
    private static final int MARK = 0xCA6E_0001;
    private static final int HEADER_BYTES = 12;
    private static final int MAX_BODY_BYTES = 1 << 18;

    private SpillFrame() {}

    static byte[] encode(List<Row> rows) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(frames)) {
            for (Row row : rows) {
                byte[] body = body(row);
                out.writeInt(MARK);
                out.writeInt(body.length);
                out.writeInt(checksum(body));
                out.write(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return frames.toByteArray();
    }

    private static byte[] body(Row row) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeUTF(row.id());
            out.writeLong(row.time());
            out.writeUTF(row.realmId());
            out.writeUTF(row.type());
            writeNullable(out, row.error());
            writeNullable(out, row.client());
            writeNullable(out, row.user());
            writeNullable(out, row.username());
            writeNullable(out, row.ip());
            out.writeUTF(row.payload());
        }
        return body.toByteArray();
    }

    private static Row row(byte[] body) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            return new Row(
                    in.readUTF(),
                    in.readLong(),
                    in.readUTF(),
                    in.readUTF(),
                    readNullable(in),
                    readNullable(in),
                    readNullable(in),
                    readNullable(in),
                    readNullable(in),
                    in.readUTF());
        }
    }

    private static void writeNullable(DataOutputStream out, @Nullable String value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeUTF(value);
        }
    }

    private static @Nullable String readNullable(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    /** Reads frames, and continues at the next whole one where bytes are damaged or missing. */
    static final class Reader {
        private final InputStream in;
        private long left;
        private long damaged;

        Reader(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        /** The next row, or nothing at the end. */
        Optional<Row> next() throws IOException {
            while (left >= HEADER_BYTES) {
                in.mark(HEADER_BYTES + MAX_BODY_BYTES);
                byte[] body = body();
                if (body != null) {
                    left -= HEADER_BYTES + body.length;
                    return Optional.of(row(body));
                }
                in.reset();
                in.skipNBytes(1);
                left--;
                damaged++;
            }
            damaged += left;
            left = 0;
            return Optional.empty();
        }

        /** How many bytes were skipped. */
        long damaged() {
            return damaged;
        }

        private byte @Nullable [] body() throws IOException {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
            if (header.remaining() < HEADER_BYTES || header.getInt() != MARK) {
                return null;
            }
            int length = header.getInt();
            int checksum = header.getInt();
            if (length < 0 || length > MAX_BODY_BYTES || length > left - HEADER_BYTES) {
                return null;
            }
            byte[] body = in.readNBytes(length);
            return body.length == length && checksum(body) == checksum ? body : null;
        }
    }
}
