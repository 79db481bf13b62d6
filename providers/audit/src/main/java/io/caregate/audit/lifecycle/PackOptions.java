package io.caregate.audit.lifecycle;

import java.util.List;
import java.util.Set;
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
                            "forget-sinks"),
                    of(
                            "--spi-caregate-audit-sink--file--",
                            "directory",
                            "format",
                            "max-size",
                            "max-age",
                            "permissions",
                            "start",
                            "batch-size"),
                    of(
                            "--spi-caregate-audit-sink--webhook--",
                            "url",
                            "format",
                            "secret-file",
                            "secret-vault-key",
                            "timeout",
                            "headers-file",
                            "start",
                            "batch-size"),
                    of(
                            "--spi-caregate-audit-sink--fhir--",
                            "url",
                            "headers-file",
                            "timeout",
                            "if-none-exist",
                            "start",
                            "batch-size"),
                    of(
                            "--spi-caregate-audit-sink--syslog--",
                            "host",
                            "port",
                            "transport",
                            "allow-plain-tcp",
                            "client-certificate-file",
                            "client-key-file",
                            "format",
                            "facility",
                            "confirm",
                            "start",
                            "batch-size"),
                    of(
                            "--spi-caregate-audit-sink--kafka--",
                            "bootstrap-servers",
                            "topic",
                            "partition",
                            "transactional-id",
                            "properties-file",
                            "format",
                            "start",
                            "batch-size"),
                    of(
                            "--spi-realm-restapi-extension--caregate--",
                            "portal",
                            "registration",
                            "clients-per-developer",
                            "clients-per-hour",
                            "internal-key-hosts"))
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private PackOptions() {}

    private static List<String> of(String prefix, String... names) {
        return Stream.of(names).map(prefix::concat).toList();
    }
}
