package io.caregate.audit.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| `([a-z-]+)` \\|");

    @ParameterizedTest
    @EnumSource(Problem.class)
    void refusalWhenPutThenAProblem(Problem problem) {
        assertThat(problem.body("what", "ref"))
                .containsEntry("type", "urn:caregate:audit:problem:" + problem.code())
                .containsEntry("code", problem.code())
                .containsEntry("detail", "what")
                .containsEntry("instance", "urn:caregate:reference:ref")
                .containsKeys("title", "status");
        assertThat(problem.body("what", null)).doesNotContainKey("instance");
        // The detail of some also stands in a header, in quotation marks.
        assertThat(problem.detail()).isNotBlank().doesNotContain("\"", "\\");
    }

    @Test
    void codeWhenInTheCodeThenInTheDocumentAndNoOther() throws IOException {
        Set<String> described = ROW.matcher(Files.readString(Path.of("../../docs/audit-format.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toSet());

        assertThat(described)
                .isEqualTo(Stream.of(Problem.values())
                        .map(problem -> problem.body("", null).get("status") + " " + problem.code())
                        .collect(Collectors.toSet()));
    }
}
