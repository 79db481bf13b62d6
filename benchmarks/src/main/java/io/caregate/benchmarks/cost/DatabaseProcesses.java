package io.caregate.benchmarks.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * PostgreSQL's processes for the connections to one database, as Linux shows them. If none are visible, as for a
 * database on another machine, nothing is measured.
 */
final class DatabaseProcesses {
    private static final Path PROC = Path.of("/proc");
    /** The user's and the system's ticks in {@code /proc/<pid>/stat}, counted from the name in brackets. */
    private static final int USER_TICKS = 11;

    private static final long NANOS_PER_TICK = 10_000_000;

    private DatabaseProcesses() {}

    static Map<Long, Long> nanos(String database) throws IOException {
        Map<Long, Long> nanos = new HashMap<>();
        if (!Files.isDirectory(PROC)) {
            return nanos;
        }
        try (Stream<Path> processes = Files.list(PROC)) {
            for (Path process : processes
                    .filter(each ->
                            Character.isDigit(each.getFileName().toString().charAt(0)))
                    .toList()) {
                if (isConnectionTo(process, database)) {
                    nanos.put(Long.valueOf(process.getFileName().toString()), ticks(process) * NANOS_PER_TICK);
                }
            }
        }
        return nanos;
    }

    // postgres: USER DATABASE HOST(PORT) STATE
    private static boolean isConnectionTo(Path process, String database) {
        String[] words = read(process.resolve("cmdline")).split("[ \0]+", -1);
        return words.length > 3 && words[0].equals("postgres:") && words[2].equals(database);
    }

    private static long ticks(Path process) {
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length <= USER_TICKS + 1
                ? 0
                : Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            // Linux reports this for a process that ends while it is read.
            return "";
        }
    }
}
