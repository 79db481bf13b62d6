package io.caregate.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/** The clock of a host whose processes run with {@link #environment()}: it can be set while they run. */
public final class HostClock {
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private final Path file;

    /** A clock that is right so far; {@code folder} must be readable by every process. Or skips the test. */
    public HostClock(Path folder) throws IOException {
        assumeTrue(Files.exists(LIBRARY), "skipped: no " + LIBRARY + " (Debian package faketime)");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        file = folder.resolve("clock");
        set(Duration.ZERO);
    }

    /** Without the monotonic clock, which a host's administrator cannot set either. */
    public Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", LIBRARY.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1");
    }

    /** Sets it to so much later than it is; the processes see it within a second. */
    public void set(Duration later) {
        try {
            Path next = Files.writeString(file.resolveSibling("next"), "%+d%n".formatted(later.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
