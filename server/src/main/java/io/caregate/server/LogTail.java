package io.caregate.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what is appended to a log file, in complete lines. Not thread-safe. */
final class LogTail {
    private final Path log;
    private final ByteArrayOutputStream unfinishedLine = new ByteArrayOutputStream();
    private long position;

    private LogTail(Path log, long position) {
        this.log = log;
        this.position = position;
    }

    static LogTail fromEndOf(Path log) {
        try {
            return new LogTail(log, Files.size(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of a log file; empty if there is none yet. */
    static String textOf(Path log) {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that were completed since the last call. */
    List<String> newLines() {
        var lines = new ArrayList<String>();
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(position);
            var added = new byte[(int) (file.length() - position)];
            file.readFully(added);
            position += added.length;
            for (byte next : added) {
                if (next == '\n') {
                    lines.add(unfinishedLine.toString(StandardCharsets.UTF_8));
                    unfinishedLine.reset();
                } else {
                    unfinishedLine.write(next);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
