package io.caregate.compat;

import io.caregate.compat.Difference.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A difference that is known and does no harm: a line {@code versions | kind | subject | reason} of a file. A subject
 * that ends with {@code *} stands for all that begin so.
 *
 * @param versions the versions of Keycloak to which the line applies
 */
record Acceptance(Set<String> versions, Kind kind, String subject, String reason) {

    private static final int PARTS = 4;

    /**
     * Reads a file. Empty lines and those that begin with {@code #} say nothing.
     *
     * @throws IllegalArgumentException if a line has another form, an unknown kind, or no reason
     * @throws UncheckedIOException if the file cannot be read
     */
    static List<Acceptance> read(Path file) {
        try {
            List<Acceptance> found = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    found.add(parse(line));
                }
            }
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }

    static Acceptance parse(String line) {
        String[] parts = line.strip().split("\\s*\\|\\s*", -1);
        if (parts.length != PARTS || Arrays.stream(parts).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException(
                    "A line of accepted differences is \"versions | kind | subject | reason\", not: " + line);
        }
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> known.id().equals(parts[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no kind \"" + parts[1] + "\": " + line));
        return new Acceptance(Set.of(parts[0].split("\\s*,\\s*")), kind, parts[2], parts[PARTS - 1]);
    }

    boolean appliesTo(String version) {
        return versions.contains(version);
    }

    boolean accepts(Difference difference) {
        return kind == difference.kind()
                && (subject.endsWith("*")
                        ? difference.subject().startsWith(subject.substring(0, subject.length() - 1))
                        : difference.subject().equals(subject));
    }
}
