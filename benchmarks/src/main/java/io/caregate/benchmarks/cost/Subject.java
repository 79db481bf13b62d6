package io.caregate.benchmarks.cost;

import io.caregate.server.ServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The software on a server. Each is compared with {@link #STOCK} in the same run. */
enum Subject {
    /**
     * Keycloak as it is, without an event listener or an event store. To measure the cost of a change, it has the JARs
     * of another version in the folder {@code -Dbenchmark.baseline=…}.
     */
    STOCK("stock") {
        @Override
        ServerBuilder in(ServerBuilder server, Path folder) {
            ServerBuilder base = server.withoutPack();
            baseline().forEach(base::provider);
            return base;
        }
    },
    /** The whole pack. */
    CAREGATE("Caregate") {
        @Override
        ServerBuilder in(ServerBuilder server, Path folder) {
            return server;
        }
    },
    /** {@code caregate-policy.jar} alone. */
    POLICY("Caregate policy alone") {
        @Override
        ServerBuilder in(ServerBuilder server, Path folder) {
            return server.withoutPack().provider(folder.resolve("providers").resolve("caregate-policy.jar"));
        }
    },
    /** The nearest policies in Keycloak itself, for every realm, in an operator's configuration. */
    BUILT_IN("built-in policies") {
        @Override
        ServerBuilder in(ServerBuilder server, Path folder) {
            return server.withoutPack()
                    .provider(profile(folder))
                    .option("--spi-security-profile--default--name=" + PROFILE);
        }
    },
    /** {@code sventorben/keycloak-restrict-client-auth}, loaded. Its authenticator is in no flow. */
    RESTRICT_CLIENT_AUTH("keycloak-restrict-client-auth") {
        @Override
        ServerBuilder in(ServerBuilder server, Path folder) {
            return server.withoutPack().provider(jar().orElseThrow());
        }
    },
    /** {@code io.phasetwo.keycloak:keycloak-events}, which sends each event by HTTP. It needs Java 21. */
    KEYCLOAK_EVENTS("keycloak-events, HTTP") {
        @Override
        ServerBuilder in(ServerBuilder server, Path folder) {
            return server.withoutPack().provider(jar().orElseThrow());
        }

        @Override
        List<String> listeners() {
            return List.of("ext-event-http");
        }

        @Override
        Map<String, String> attributes(String receiver) {
            return Map.of("_providerConfig.ext-event-http", "{\"targetUri\":\"" + receiver + "\",\"retry\":true}");
        }
    },
    /** Keycloak's own event store, for users' and admins' events. */
    EVENT_STORE("Keycloak's event store") {
        @Override
        ServerBuilder in(ServerBuilder server, Path folder) {
            return server.withoutPack();
        }
    };

    private static final String PROFILE = "benchmark-profile";

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    static Subject of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    /** False for a peer whose JAR is not given as {@code -Dbenchmark.<id>.jar=…}. */
    boolean isPossible() {
        return (this != RESTRICT_CLIENT_AUTH && this != KEYCLOAK_EVENTS) || jar().isPresent();
    }

    abstract ServerBuilder in(ServerBuilder server, Path folder);

    List<String> listeners() {
        return List.of();
    }

    /** Attributes of the realm. */
    Map<String, String> attributes(String receiver) {
        return Map.of();
    }

    /** The size of the JARs that it adds, in bytes. */
    long jarBytes(Path folder) throws IOException {
        return switch (this) {
            case CAREGATE -> sizeOf(folder.resolve("providers"), "");
            case POLICY -> sizeOf(folder.resolve("providers"), "caregate-policy.jar");
            case RESTRICT_CLIENT_AUTH, KEYCLOAK_EVENTS -> Files.size(jar().orElseThrow());
            default -> 0;
        };
    }

    private static long sizeOf(Path providers, String only) throws IOException {
        try (var jars = Files.list(providers)) {
            return jars.filter(jar -> jar.getFileName().toString().endsWith(".jar"))
                    .filter(jar -> only.isEmpty() || jar.endsWith(only))
                    .mapToLong(jar -> jar.toFile().length())
                    .sum();
        }
    }

    Optional<Path> jar() {
        return Optional.ofNullable(System.getProperty("benchmark." + id() + ".jar"))
                .map(Path::of);
    }

    private static List<Path> baseline() {
        String folder = System.getProperty("benchmark.baseline");
        if (folder == null) {
            return List.of();
        }
        try (var jars = Files.list(Path.of(folder))) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Keycloak looks for the file of a security profile on its class path.
    private static Path profile(Path folder) {
        Path jar = folder.resolve("benchmark").resolve(PROFILE + ".jar").toAbsolutePath();
        try {
            Files.createDirectories(jar.resolveSibling("."));
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (String suffix : Arrays.asList("", "-profiles", "-policies")) {
                    JarEntry entry = new JarEntry(PROFILE + suffix + ".json");
                    // The same bytes each time, so that the built copy is found again.
                    entry.setTime(0);
                    out.putNextEntry(entry);
                    out.write(BuiltInPolicies.json(PROFILE, suffix).getBytes(StandardCharsets.UTF_8));
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
