package io.caregate.audit.lifecycle;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of all JARs of the pack, those of {@code docs/options.md}. None is a secret, so each may be shown: an
 * option that would be one has no place here, nor in the pack.
 */
final class PackOptions {
    /** The beginnings of their full names. */
    static final List<String> PREFIXES = List.of(
            "--spi-client-policy-manager--caregate--",
            "--spi-token-interceptor--caregate--",
            "--spi-events-listener--caregate-audit--",
            "--spi-caregate-audit-sink--",
            "--spi-realm-restapi-extension--caregate--");

    /** Their full names. */
    static final Set<String> NAMES = Stream.of(
                    of(
                            "--spi-client-policy-manager--caregate--",
                            "mode",
                            "report-only",
                            "exempt-realms",
                            "pkce",
                            "redirect-hosts",
                            "assertion-audience"),
                    of("--spi-token-interceptor--caregate--", "required-roles"),
                    of(
                            "--spi-events-listener--caregate-audit--",
                            "events",
                            "admin-events",
                            "unknown-usernames",
                            "username-key-file",
                            "spill-dir",
                            "node-name",
                            "signing-key-file",
                            "signing",
                            "origin",
                            "retain",
                            "forget-sinks",
                            "public-log",
                            "witness-policy-file",
                            "quorum-alarm",
                            "notices-to",
                            "notices-after"),
                    sink("file", "directory", "format", "max-size", "max-age", "permissions"),
                    sink("webhook", "url", "format", "secret-file", "secret-vault-key", "timeout", "headers-file"),
                    sink("fhir", "url", "headers-file", "timeout", "if-none-exist"),
                    sink("elastic", "url", "data-stream", "headers-file", "timeout"),
                    sink("splunk", "url", "token-file", "index", "format", "acknowledged", "headers-file", "timeout"),
                    sink("otlp", "url", "headers-file", "timeout"),
                    sink(
                            "syslog",
                            "host",
                            "port",
                            "transport",
                            "allow-plain-tcp",
                            "client-certificate-file",
                            "client-key-file",
                            "format",
                            "facility",
                            "confirm"),
                    sink(
                            "kafka",
                            "bootstrap-servers",
                            "topic",
                            "partition",
                            "transactional-id",
                            "properties-file",
                            "format"),
                    of(
                            "--spi-realm-restapi-extension--caregate--",
                            "portal",
                            "registration",
                            "clients-per-developer",
                            "clients-per-hour",
                            "internal-key-hosts",
                            "notices"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern OF_NAMED_SINK =
            Pattern.compile("(--spi-caregate-audit-sink--[a-z]+--)[a-z][a-z0-9]*-(.+)");

    private PackOptions() {}

    /** Whether this is the full name of one of them, or of one that a sink with a name has. */
    static boolean contains(String name) {
        Matcher named = OF_NAMED_SINK.matcher(name);
        return NAMES.contains(name) || (named.matches() && NAMES.contains(named.group(1) + named.group(2)));
    }

    /** The options of a kind of sinks, and those of every sink. */
    private static List<String> sink(String kind, String... names) {
        Stream<String> common = Stream.of("start", "batch-size", "instances", "realms", "types", "errors", "changes");
        return of(
                "--spi-caregate-audit-sink--" + kind + "--",
                Stream.concat(Stream.of(names), common).toArray(String[]::new));
    }

    private static List<String> of(String prefix, String... names) {
        return Stream.of(names).map(prefix::concat).toList();
    }
}
