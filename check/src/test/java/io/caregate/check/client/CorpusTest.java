package io.caregate.check.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.check.client.Rules.Outcome;
import io.caregate.check.source.Documents;
import io.caregate.check.source.UnreadableException;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.HostList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files in the shapes of real ones, and the expected findings for each: {@code expected.txt}. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    @Test
    void corpusWhenCheckedThenTheVerdictsOfTheTable() throws IOException, UnreadableException {
        Rules rules = new Rules(Set.of("master"), Set.of(), HostList.ANY, "clinic");
        List<String> verdicts = new ArrayList<>();
        for (Path file : files()) {
            Outcome outcome = rules.check(Documents.read(file));
            String name = CORPUS.relativize(file).toString();
            verdicts.add(name + (outcome.recognised() ? " clients=" + outcome.clients() : " not recognised"));
            outcome.problems().forEach(problem -> {
                Finding finding = problem.finding();
                verdicts.add("  " + problem.place().line() + ":"
                        + problem.place().column() + " " + problem.realm() + " " + problem.client() + " "
                        + finding.rule() + " " + finding.field() + " " + finding.code());
            });
            outcome.posture()
                    .forEach(weakness -> verdicts.add("  " + weakness.place().line() + ":"
                            + weakness.place().column() + " posture "
                            + weakness.finding().check() + " "
                            + weakness.finding().field()));
            outcome.unknown()
                    .forEach(unknown -> verdicts.add("  " + unknown.place().line() + ":"
                            + unknown.place().column() + " unknown " + unknown.client() + " " + unknown.field()));
            outcome.exempt().forEach(realm -> verdicts.add("  exempt " + realm));
        }

        assertThat(verdicts).isEqualTo(Files.readAllLines(Path.of("src/test/resources/expected.txt")));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(CORPUS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
