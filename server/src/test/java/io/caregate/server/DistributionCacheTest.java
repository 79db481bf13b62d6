package io.caregate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistributionCacheTest {
    @Test
    void deleteWhenFolderHasALinkToAnotherThenTheOtherIsLeft(@TempDir Path folder) throws IOException {
        Path kept =
                Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("kept"), "kept");
        Path deleted = Files.createDirectories(folder.resolve("deleted"));
        Files.createSymbolicLink(deleted.resolve("link"), kept.getParent());

        DistributionCache.delete(deleted);

        assertThat(deleted).doesNotExist();
        assertThat(kept).hasContent("kept");
    }

    @Test
    void deleteWhenThereIsNoFolderThenNothingHappens(@TempDir Path folder) {
        assertThatCode(() -> DistributionCache.delete(folder.resolve("none"))).doesNotThrowAnyException();
    }

    @Test
    void deleteWhenOthersDeleteTheSameThenEachSucceeds(@TempDir Path folder) throws Exception {
        int deleters = 4;
        List<Path> remains = new ArrayList<>();
        for (int instance = 0; instance < 60; instance++) {
            Path filled = Files.createDirectories(folder.resolve("instance-" + instance + "/lib/main"));
            for (int file = 0; file < 100; file++) {
                Files.createFile(filled.resolve("file-" + file));
            }
            remains.add(folder.resolve("instance-" + instance));
        }
        var together = new CyclicBarrier(deleters);
        // Each begins at another folder, so that one walks through a folder while another empties it.
        List<Callable<Void>> all = IntStream.range(0, deleters)
                .mapToObj(first -> (Callable<Void>) () -> {
                    together.await();
                    for (int next = 0; next < remains.size(); next++) {
                        DistributionCache.delete(remains.get((first + next) % remains.size()));
                    }
                    return null;
                })
                .toList();

        var threads = Executors.newFixedThreadPool(deleters);
        try {
            for (var deleted : threads.invokeAll(all)) {
                assertThatCode(deleted::get).doesNotThrowAnyException();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(folder).isEmptyDirectory();
    }
}
