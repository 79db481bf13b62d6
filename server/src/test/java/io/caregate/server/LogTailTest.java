package io.caregate.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTailTest {
    @Test
    void newLinesWhenLineIsUnfinishedThenItWaitsForItsEnd(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "before\n");
        var tail = LogTail.fromEndOf(log);

        assertThat(tail.newLines()).isEmpty();
        Files.writeString(log, "one\ntwö", StandardOpenOption.APPEND);
        assertThat(tail.newLines()).containsExactly("one");
        Files.writeString(log, " and more\n", StandardOpenOption.APPEND);
        assertThat(tail.newLines()).containsExactly("twö and more");
        assertThat(tail.newLines()).isEmpty();
    }

    @Test
    void textWhenThereIsNoFileThenEmpty(@TempDir Path folder) {
        assertThat(LogTail.textOf(folder.resolve("none"))).isEmpty();
    }
}
