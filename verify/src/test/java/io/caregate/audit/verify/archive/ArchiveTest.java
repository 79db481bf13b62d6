package io.caregate.audit.verify.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final long SPARED = 128L << 20;

    @TempDir
    private Path folder;

    private long usable = SPARED;
    private final Disk disk = new Disk() {
        @Override
        long usable(Path any) {
            return usable;
        }
    };

    /** An answer without an end must not fill the disk; the little that a log grows by always has room. */
    @Test
    void answerWhenItIsLongAndTheDiskAlmostFullThenRefused() throws Exception {
        try (Archive archive = Archive.open(folder, disk)) {
            write(archive, 9 << 20);
            usable--;
            write(archive, 3 << 20);
            assertThatThrownBy(() -> write(archive, 9 << 20))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has only " + usable + " bytes left");
        }
        assertThat(folder.resolve("incoming.jsonl")).doesNotExist();
    }

    private static void write(Archive archive, int bytes) throws IOException {
        try (OutputStream out = archive.writeIncoming()) {
            for (int i = 0; i < bytes >> 16; i++) {
                out.write(new byte[1 << 16]);
            }
        }
    }
}
