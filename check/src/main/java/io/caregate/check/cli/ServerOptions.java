package io.caregate.check.cli;

import io.caregate.check.source.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of the policy JAR in a server's {@code keycloak.conf}. */
final class ServerOptions {

    private static final List<String> PREFIXES =
            List.of("spi-client-policy-manager--caregate--", "spi-token-interceptor--caregate--");

    private final Map<String, String> options;

    private ServerOptions(Map<String, String> options) {
        this.options = options;
    }

    /** No options, as if nothing is set. */
    static ServerOptions none() {
        return new ServerOptions(Map.of());
    }

    static ServerOptions read(Path file) throws UnreadableException {
        Map<String, String> options = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                String name = equals < 0 ? "" : line.substring(0, equals).strip();
                PREFIXES.stream()
                        .filter(name::startsWith)
                        .forEach(prefix -> options.put(
                                name.substring(prefix.length()),
                                line.substring(equals + 1).strip()));
            }
        } catch (IOException unreadable) {
            throw new UnreadableException(file + ": it cannot be read: " + unreadable.getMessage());
        }
        return new ServerOptions(options);
    }

    /** The value of this option, which may be empty; empty if it is not set. */
    Optional<String> get(String option) {
        return Optional.ofNullable(options.get(option));
    }
}
