package io.caregate.audit.file;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process, which tries to lock a file. */
final class LockProbe {
    private static final int FREE = 10;
    private static final int LOCKED = 11;

    private LockProbe() {}

    /** Whether another process can lock the file now. */
    static boolean isFree(Path file) throws IOException, InterruptedException, URISyntaxException {
        Path classes = Path.of(LockProbe.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        LockProbe.class.getName(),
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != FREE && exit != LOCKED) {
            throw new IOException("the probe ended with " + exit);
        }
        return exit == FREE;
    }

    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            System.exit(channel.tryLock() == null ? LOCKED : FREE);
        }
    }
}
