package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependencies that are allowed between the rooms of the integration tests. */
final class RoomsTest {
    private static final Path ROOT =
            Repository.ROOT.resolve(Path.of("integration-tests", "src", "test", "java", "io", "caregate", "it"));
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?io\\.caregate\\.it\\.([a-z]+)\\.", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| (`[a-z]+`(?:, `[a-z]+`)*) \\|", Pattern.MULTILINE);

    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "driver", Set.of(),
            "fixture", Set.of("driver"),
            "policy", Set.of("driver", "fixture"),
            "audit", Set.of("driver", "fixture"),
            "portal", Set.of("driver", "fixture"),
            "operation", Set.of("driver", "fixture"),
            "client", Set.of("driver", "fixture"),
            "docs", Set.of("driver", "fixture"));

    private static List<Path> sources() {
        return Repository.files(".java").stream()
                .filter(file -> file.startsWith(ROOT))
                .toList();
    }

    private static String room(Path file) {
        return ROOT.relativize(file).getName(0).toString();
    }

    @Test
    void roomWhenItUsesAnotherThenOnlyOneBelowIt() {
        List<String> crossings = sources().stream()
                .flatMap(file -> used(Repository.read(file))
                        .filter(room -> !room.equals(room(file)))
                        .filter(room ->
                                !MAY_USE.getOrDefault(room(file), Set.of()).contains(room))
                        .map(room -> ROOT.relativize(file) + " uses " + room))
                .toList();

        assertThat(crossings).isEmpty();
    }

    private static Stream<String> used(String source) {
        return IMPORT.matcher(source).results().map(use -> use.group(1)).distinct();
    }

    @Test
    void importWhenOfARoomThenSeen() {
        assertThat(used("import io.caregate.it.audit.AuditLog;\nimport static io.caregate.it.driver.Http.JSON;\n"))
                .containsExactly("audit", "driver");
    }

    @Test
    void roomWhenThereThenOnTheMapAndInTheDocument() {
        Set<String> rooms = sources().stream().map(RoomsTest::room).collect(Collectors.toSet());

        assertThat(rooms).isEqualTo(MAY_USE.keySet());
        assertThat(documented()).isEqualTo(rooms);
    }

    private static Set<String> documented() {
        String page = Repository.read(Repository.ROOT.resolve(Path.of("docs", "architecture", "harness.md")));
        return ROW.matcher(page)
                .results()
                .map(MatchResult::group)
                .flatMap(row -> Pattern.compile("[a-z]+").matcher(row).results().map(MatchResult::group))
                .collect(Collectors.toSet());
    }
}
