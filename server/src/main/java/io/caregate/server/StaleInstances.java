package io.caregate.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Removes the remains of interrupted runs: installations whose owner (the process id at the start of their name) is
 * gone, a Keycloak that still runs in one of them, and all logs except the last few.
 */
final class StaleInstances {
    private static final int LOGS_KEPT = 40;

    private final Path instances;
    private final Path logs;

    StaleInstances(Path serverTarget) {
        this.instances = serverTarget.resolve("instances");
        this.logs = serverTarget.resolve("logs");
    }

    void remove() throws IOException {
        for (Path instance : list(instances)) {
            if (isOrphan(instance)) {
                ProcessHandle.allProcesses()
                        .filter(process -> runsIn(instance, process))
                        .forEach(ProcessHandle::destroyForcibly);
                DistributionCache.delete(instance);
            }
        }
        var oldLogs = list(logs).stream()
                .sorted(Comparator.comparing((Path log) -> log.toFile().lastModified())
                        .reversed())
                .skip(LOGS_KEPT)
                .toList();
        for (Path log : oldLogs) {
            Files.deleteIfExists(log);
        }
    }

    private static boolean isOrphan(Path instance) {
        String name = instance.getFileName().toString();
        int dash = name.indexOf('-');
        return dash > 0
                && ProcessHandle.of(Long.parseLong(name.substring(0, dash))).isEmpty();
    }

    private static boolean runsIn(Path instance, ProcessHandle process) {
        String home = "-Dkc.home.dir=" + instance + "/";
        return process.info()
                .arguments()
                .map(arguments -> Arrays.stream(arguments).anyMatch(argument -> argument.startsWith(home)))
                .orElse(false);
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }
}
