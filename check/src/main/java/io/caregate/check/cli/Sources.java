package io.caregate.check.cli;

import io.caregate.check.source.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files that the arguments mean. */
final class Sources {

    private static final Set<String> ENDINGS = Set.of(".json", ".yaml", ".yml");

    private Sources() {}

    /**
     * A file.
     *
     * @param named whether it was named itself rather than found in a folder
     */
    record Source(String name, boolean named) {}

    static List<Source> of(List<String> arguments) throws UnreadableException {
        List<Source> sources = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.equals("-") && Files.isDirectory(Path.of(argument))) {
                below(Path.of(argument)).forEach(file -> sources.add(new Source(file, false)));
            } else {
                sources.add(new Source(argument, true));
            }
        }
        return sources;
    }

    private static List<String> below(Path folder) throws UnreadableException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> isVisible(folder.relativize(file)))
                    .map(Path::toString)
                    .filter(file -> ENDINGS.stream().anyMatch(file::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new UnreadableException(folder + ": it cannot be read: " + unreadable.getMessage());
        }
    }

    // Not the files that tools keep for themselves.
    private static boolean isVisible(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".") || name.toString().equals("node_modules")) {
                return false;
            }
        }
        return true;
    }
}
