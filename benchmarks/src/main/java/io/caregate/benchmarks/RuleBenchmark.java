package io.caregate.benchmarks;

import io.caregate.policy.rule.ClientFacts;
import io.caregate.policy.rule.ClientRules;
import io.caregate.policy.rule.Environment;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.RedirectUriRule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The rules on a client with 1, 10 and 100 redirect URIs. A request names the last of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RuleBenchmark {

    /** The number of redirect URIs that the client has registered. */
    @Param({"1", "10", "100"})
    public int registered;

    private final RedirectUriRule rule = new RedirectUriRule(Environment.PRODUCTION, false, HostList.ANY);
    private List<String> uris = List.of();
    private String requested = "";
    private ClientFacts facts = facts(uris);

    /** Registers the URIs. */
    @Setup
    public void register() {
        uris = IntStream.range(0, registered)
                .mapToObj(number -> "https://app.example.org/tenant/" + number + "/callback")
                .toList();
        requested = uris.get(registered - 1);
        facts = facts(uris);
    }

    private static ClientFacts facts(List<String> uris) {
        return new ClientFacts(
                "app", "realm", false, ClientFacts.Flows.NONE, ClientFacts.Urls.NONE, uris, List.of("+"), Map.of());
    }

    /** A request's redirect URI against the registered ones. */
    @Benchmark
    public boolean matchRedirectUri() {
        return rule.matches(requested, uris);
    }

    /** All rules on one client, as at a write. */
    @Benchmark
    public List<Finding> checkClient() {
        return new ClientRules(HostList.ANY).check(facts);
    }
}
