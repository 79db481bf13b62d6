package io.caregate.benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.caregate.benchmarks.cost.Sample.Figure;
import io.caregate.benchmarks.load.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private final Results results = new Results();

    @Test
    void ratioWhenRoundsDifferThenComparesWithinEachRound() {
        sample(Subject.STOCK, 1, 1_000);
        sample(Subject.CAREGATE, 1, 1_100);
        sample(Subject.CAREGATE, 2, 6_000);
        sample(Subject.STOCK, 2, 5_000);

        Spread ratio = results.ratios(Subject.CAREGATE, "token", Figure.CPU);

        assertThat(ratio.least()).isEqualTo(1.1);
        assertThat(ratio.greatest()).isEqualTo(1.2);
        assertThat(ratio.median()).isCloseTo(1.15, within(1e-9));
    }

    @Test
    void ratioWhenStockWasNotMeasuredThenIsUnknown() {
        sample(Subject.CAREGATE, 1, 1_000);

        assertThat(results.ratios(Subject.CAREGATE, "token", Figure.CPU).isKnown())
                .isFalse();
        assertThat(results.ratios(Subject.CAREGATE, "token", Figure.CPU).text("%.1f"))
                .isEmpty();
    }

    @Test
    void figuresWhenMeasuredThenAreThoseOfOneRequest() {
        sample(Subject.CAREGATE, 1, 3_000);

        assertThat(results.figures(Subject.CAREGATE, "token", Subject.CAREGATE, Figure.CPU)
                        .median())
                .isEqualTo(1.0);
        assertThat(results.figures(Subject.CAREGATE, "token", Subject.CAREGATE, Figure.ALLOCATED)
                        .median())
                .isEqualTo(1.0);
        assertThat(results.figures(Subject.CAREGATE, "token", Subject.CAREGATE, Figure.PER_SECOND)
                        .median())
                .isEqualTo(3.0);
    }

    @Test
    void tableWhenTextHoldsMarkupThenItIsEscaped() {
        Table table = new Table("<x>", List.of("a"));
        table.row(List.of("1 < 2 & \"3\""));

        assertThat(table.html())
                .contains("&lt;x>", "1 &lt; 2 &amp; &quot;3&quot;")
                .doesNotContain("<x>");
    }

    private void sample(Subject subject, int round, long nanos) {
        results.add(new Sample(
                Subject.CAREGATE,
                "token",
                subject,
                round,
                new Latencies(new long[] {1, 2, 3}, Duration.ofSeconds(1)),
                new Reading(nanos, Map.of(1L, nanos), Map.of(1L, 3 * 1024L), Map.of())));
    }
}
