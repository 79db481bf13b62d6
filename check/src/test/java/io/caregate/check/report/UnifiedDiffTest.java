package io.caregate.check.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    private static String diff(boolean colours, String before, String after) throws IOException {
        StringWriter out = new StringWriter();
        new UnifiedDiff(colours)
                .write(
                        "a\nb.json",
                        before.getBytes(StandardCharsets.UTF_8),
                        after.getBytes(StandardCharsets.UTF_8),
                        out);
        return out.toString();
    }

    private static String lines(int... changed) {
        return IntStream.rangeClosed(1, 30)
                .mapToObj(i -> IntStream.of(changed).anyMatch(line -> line == i) ? "new" + i : "old" + i)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void diffWhenNothingIsDifferentThenEmpty() throws IOException {
        assertThat(diff(false, "a\n", "a\n")).isEmpty();
        assertThat(diff(false, "", "")).isEmpty();
    }

    @Test
    void diffWhenLinesAreNearThenOneHunkWithThreeLinesAround() throws IOException {
        assertThat(diff(false, lines(), lines(2, 9, 17))).isEqualTo("""
                --- a<U+000A>b.json
                +++ a<U+000A>b.json
                @@ -1,12 +1,12 @@
                 old1
                -old2
                +new2
                 old3
                 old4
                 old5
                 old6
                 old7
                 old8
                -old9
                +new9
                 old10
                 old11
                 old12
                @@ -14,7 +14,7 @@
                 old14
                 old15
                 old16
                -old17
                +new17
                 old18
                 old19
                 old20
                """);
    }

    @Test
    void diffWhenTheLastLineHasNoEndThenSaid() throws IOException {
        assertThat(diff(false, "a\r\nb", "a\r\nc")).endsWith("""
                @@ -1,2 +1,2 @@
                 a\r
                -b
                \\ No newline at end of file
                +c
                \\ No newline at end of file
                """);
        assertThat(diff(false, "b", "c")).contains("@@ -1 +1 @@\n");
    }

    @Test
    void diffWhenOnATerminalThenInColours() throws IOException {
        assertThat(diff(true, "a\nb\n", "a\nc\n"))
                .contains("\u001b[31m-b\u001b[0m\n\u001b[32m+c\u001b[0m\n", "\u001b[36m@@ -1,2 +1,2 @@\u001b[0m\n");
    }
}
