package io.caregate.policy.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A document of the repository, read as text. */
record Document(String text) {

    static Document of(String path) {
        try {
            return new Document(Files.readString(Path.of("..", "..").resolve(path)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Everything in the document that matches, in backticks or not. */
    Set<String> all(String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The cells of the table rows whose first cell has this form, without backticks. */
    List<List<String>> rows(String firstCell) {
        return text.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2).replace("`", "").split("\\s*\\|\\s*")))
                .filter(cells -> cells.get(0).matches(firstCell))
                .toList();
    }
}
