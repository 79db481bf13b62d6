package io.caregate.benchmarks.cost;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All results, in the order of measurement. */
final class Results {
    private final List<Sample> samples = new ArrayList<>();
    private final List<Footprint> footprints = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    void add(Footprint footprint) {
        footprints.add(footprint);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    List<Footprint> footprints() {
        return List.copyOf(footprints);
    }

    Set<String> scenarios() {
        Set<String> scenarios = new LinkedHashSet<>();
        samples.forEach(sample -> scenarios.add(sample.scenario()));
        return scenarios;
    }

    Set<Subject> challengers() {
        Set<Subject> challengers = new LinkedHashSet<>();
        samples.forEach(sample -> challengers.add(sample.challenger()));
        return challengers;
    }

    Spread figures(Subject challenger, String scenario, Subject subject, Sample.Figure figure) {
        return Spread.of(samples.stream()
                .filter(sample ->
                        sample.challenger() == challenger && sample.scenario().equals(scenario))
                .filter(sample -> sample.subject() == subject)
                .map(sample -> sample.of(figure))
                .toList());
    }

    /**
     * The ratio of a contender to stock, from one round to the next: only slices that were measured side by side are
     * compared.
     */
    Spread ratios(Subject challenger, String scenario, Sample.Figure figure) {
        List<Double> ratios = new ArrayList<>();
        for (Sample sample : samples) {
            if (sample.challenger() == challenger
                    && sample.scenario().equals(scenario)
                    && sample.subject() == challenger) {
                stockBeside(sample).ifPresent(stock -> ratios.add(sample.of(figure) / stock.of(figure)));
            }
        }
        return Spread.of(ratios);
    }

    private Optional<Sample> stockBeside(Sample sample) {
        return samples.stream()
                .filter(other -> other.subject() == Subject.STOCK && other.challenger() == sample.challenger())
                .filter(other -> other.scenario().equals(sample.scenario()) && other.round() == sample.round())
                .findFirst();
    }
}
