package io.caregate.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caregate.compat.Difference.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A difference is known only by a line that says why; a line that says nothing any more is named. */
class AcceptanceTest {

    private static final Difference GONE = new Difference(Kind.CALL_GONE, "a.Hook#call() from b.Place#run", "moved");
    private static final String LINE =
            "26.6.4, 26.7.0 | call-gone | a.Hook#call() from b.Place#run | the place is gone";

    private static Report report(String version, List<Difference> found, String... lines) {
        return Report.of(
                "26.7.5",
                version,
                found,
                List.of(lines).stream().map(Acceptance::parse).toList());
    }

    @Test
    void differenceWhenALineAcceptsItThenTheReportIsClean() {
        Report report = report("26.6.4", List.of(GONE), LINE);

        assertThat(report.isClean()).isTrue();
        assertThat(report.text())
                .isEqualTo("Keycloak 26.6.4 compared with 26.7.5. Differences: 1, accepted: 1\n"
                        + "accepted call-gone: 1\n");
        assertThat(report.json().toString()).contains("reason=the place is gone", "detail=moved");
    }

    @Test
    void differenceWhenTheLineIsForAnotherVersionThenItIsUnknown() {
        Report report = report("26.8.0", List.of(GONE), LINE);

        assertThat(report.isClean()).isFalse();
        assertThat(report.unknown()).containsExactly(GONE);
        assertThat(report.stale()).isEmpty();
        assertThat(report.text()).contains("call-gone (1): ", "  a.Hook#call() from b.Place#run (moved)\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "26.6.4 | call-new | a.Hook#call() from b.Place#run | reason",
                "26.6.4 | call-gone | a.Hook#call() from b.Place#runs | reason",
                "26.6.4 | call-gone | a.Hook#call() | reason"
            })
    void lineWhenItAcceptsNothingThenItIsStaleAndNamed(String line) {
        Report report = report("26.6.4", List.of(GONE), line);

        assertThat(report.unknown()).containsExactly(GONE);
        assertThat(report.stale()).hasSize(1);
        assertThat(report("26.6.4", List.of(), line).isClean()).isFalse();
        assertThat(report.text()).contains("take the line away");
    }

    @Test
    void lineWhenItEndsWithAStarThenItAcceptsAllThatBeginSo() {
        String line = "26.6.4 | call-gone | a.Hook#call() from b.* | package b is gone";

        assertThat(report("26.6.4", List.of(GONE), line).isClean()).isTrue();
        assertThat(report(
                                "26.6.4",
                                List.of(GONE, new Difference(Kind.CALL_GONE, "a.Hook#call() from c.Place#run")),
                                line)
                        .unknown())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "26.6.4 | call-gone | a.Hook#call()",
                "26.6.4 | call-gone | a.Hook#call() | ",
                "26.6.4 | called | a.Hook#call() | reason",
                "call-gone a.Hook"
            })
    void lineWhenItSaysNoReasonOrAnUnknownKindThenRefused(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Acceptance.parse(line))
                .withMessageContaining(line.strip());
    }
}
