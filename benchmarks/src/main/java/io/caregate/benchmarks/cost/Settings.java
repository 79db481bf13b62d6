package io.caregate.benchmarks.cost;

import io.caregate.server.BootstrapAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The extent of the measurement, from system properties. {@code benchmark.quick} makes all of it small.
 *
 * @param clients the number of connections that send at the same time
 * @param rounds the number of times that each case is measured on each server, in turn
 * @param slice the duration of one of these measurements
 * @param warmup the time that each case runs on each server before that
 */
record Settings(
        boolean quick,
        int clients,
        int rounds,
        Duration slice,
        Duration warmup,
        List<Subject> subjects,
        List<Case> cases,
        List<String> parts,
        List<Integer> realmSizes,
        List<Integer> logSizes,
        Path server,
        Path output,
        BootstrapAdmin admin) {

    static Settings read() {
        boolean quick = isOn("quick");
        return new Settings(
                quick,
                Integer.getInteger("benchmark.clients", 4),
                Integer.getInteger("benchmark.rounds", quick ? 2 : 5),
                seconds("benchmark.seconds", quick ? 1 : 4),
                seconds("benchmark.warmup", quick ? 2 : 10),
                words(
                                "contenders",
                                quick
                                        ? "caregate"
                                        : "caregate,built-in,restrict-client-auth,keycloak-events,event-store")
                        .map(Subject::of)
                        .filter(Subject::isPossible)
                        .toList(),
                words("cases", "all").flatMap(word -> Case.named(word).stream()).toList(),
                words("parts", quick ? "cost" : "cost,scale,micro").toList(),
                words("realm-sizes", quick ? "10,1000" : "10,1000,10000")
                        .map(Integer::valueOf)
                        .toList(),
                words("log-sizes", quick ? "0,100000" : "0,1000000,10000000")
                        .map(Integer::valueOf)
                        .toList(),
                Path.of(System.getProperty("caregate.server.folder", "server/target")),
                Path.of(System.getProperty("benchmark.output", "benchmarks/target/benchmark")),
                BootstrapAdmin.random());
    }

    /** Whether a switch is given, with or without a value. */
    static boolean isOn(String name) {
        String value = System.getProperty("benchmark." + name);
        return value != null && !value.equalsIgnoreCase("false");
    }

    /** Options of a server's JVM, to profile it. {@code {}} stands for the contender's id. */
    List<String> jvmOptions(Subject subject) {
        return Arrays.stream(System.getProperty("benchmark.jvm", "").split(" ", -1))
                .filter(option -> !option.isEmpty())
                .map(option -> option.replace("{}", subject.id()))
                .toList();
    }

    private static Duration seconds(String property, int otherwise) {
        return Duration.ofSeconds(Integer.getInteger(property, otherwise));
    }

    private static Stream<String> words(String name, String otherwise) {
        return Arrays.stream(System.getProperty("benchmark." + name, otherwise).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }
}
