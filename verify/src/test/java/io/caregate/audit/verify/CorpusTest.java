package io.caregate.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The answer of the command line for each file of the corpus. With {@code -Dcaregate.corpus.write=true} the files are
 * written instead of compared. They are kept in the sources so that verifiers in other languages read the same files.
 */
class CorpusTest {
    static final Path FOLDER = Path.of("src", "test", "resources", "corpus");
    private static final Corpus CORPUS = new Corpus();

    @BeforeAll
    static void write() throws IOException {
        if (Boolean.getBoolean("caregate.corpus.write")) {
            Files.createDirectories(FOLDER);
            try (Stream<Path> old = Files.list(FOLDER)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
            for (Map.Entry<String, byte[]> file : CORPUS.files().entrySet()) {
                Files.write(FOLDER.resolve(file.getKey()), file.getValue());
            }
            Files.writeString(FOLDER.resolve("cases.json"), CORPUS.list());
        }
    }

    @Test
    void filesWhenMadeAgainThenTheSame() throws IOException {
        Set<String> names = new HashSet<>(CORPUS.files().keySet());
        names.add("cases.json");
        try (Stream<Path> found = Files.list(FOLDER)) {
            assertThat(found.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(names);
        }
        for (Map.Entry<String, byte[]> file : CORPUS.files().entrySet()) {
            assertThat(Files.readAllBytes(FOLDER.resolve(file.getKey())))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
        }
        assertThat(Files.readString(FOLDER.resolve("cases.json"))).isEqualTo(CORPUS.list());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void fileWhenVerifiedThenWhatTheCorpusSays(String name) {
        Corpus.Case wanted = CORPUS.cases().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<String> arguments = new ArrayList<>(
                List.of("verify", file(wanted.file()), "--key", file("key.pub"), "--origin", TestLog.ORIGIN));
        if (!wanted.kept().isEmpty()) {
            arguments.addAll(List.of("--checkpoints", file(wanted.kept())));
        }
        arguments.addAll(wanted.options());
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exit()).as(run.toString()).isEqualTo(wanted.exit());
        assertThat(run.said()).contains(wanted.says());
        assertThat(run.said().contains("OK: entr") || run.said().contains("OK: the"))
                .isEqualTo(wanted.exit() == 0);
    }

    @Test
    void filesWhenVerifiedByTheOneInPythonThenItFindsTheSame() throws Exception {
        CommandRun run = CheckPy.run(List.of("--corpus", FOLDER.toString()));
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).contains(CORPUS.cases().size() + " cases, 0 differ");
    }

    static Stream<String> names() {
        return CORPUS.cases().stream().map(Corpus.Case::name);
    }

    private static String file(String name) {
        return FOLDER.resolve(name).toString();
    }
}
