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

class RefusalTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d{3}) \\| `([a-z-]+)` \\|");

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void refusalWhenPutThenAProblem(Refusal refusal) {
        assertThat(refusal.body("what", "ref"))
                .containsEntry("type", "urn:caregate:audit:problem:" + refusal.code())
                .containsEntry("code", refusal.code())
                .containsEntry("detail", "what")
                .containsEntry("instance", "urn:caregate:reference:ref")
                .containsKeys("title", "status");
        assertThat(refusal.body("what", null)).doesNotContainKey("instance");
        // The detail of some stands in a header too, in quotation marks.
        assertThat(refusal.detail()).isNotBlank().doesNotContain("\"", "\\");
    }

    @Test
    void codeWhenInTheCodeThenInTheDocumentAndNoOther() throws IOException {
        Set<String> described = ROW.matcher(Files.readString(Path.of("../../docs/audit-format.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toSet());

        assertThat(described)
                .isEqualTo(Stream.of(Refusal.values())
                        .map(refusal -> refusal.body("", null).get("status") + " " + refusal.code())
                        .collect(Collectors.toSet()));
    }
}
