package io.caregate.benchmarks.login;

import io.caregate.server.ServerBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recorder of a failed login. */
enum Variant {
    /** None: no listener, no store. */
    NONE("no listener", false, "") {
        @Override
        ServerBuilder in(ServerBuilder server, Path providers) {
            return server.withoutPack();
        }
    },
    /** {@code caregate-audit.jar} alone. */
    CAREGATE("Caregate audit", false, "") {
        @Override
        ServerBuilder in(ServerBuilder server, Path providers) {
            return server.withoutPack().provider(providers.resolve("caregate-audit.jar"));
        }
    },
    /** Keycloak's own, which does not wait for the disk. */
    EVENT_STORE("Keycloak's event store", true, "") {
        @Override
        ServerBuilder in(ServerBuilder server, Path providers) {
            return server.withoutPack();
        }
    },
    /** The HTTP sender of {@code keycloak-events}, which keeps unsent events in memory. */
    PHASETWO("keycloak-events, HTTP", false, "ext-event-http") {
        @Override
        ServerBuilder in(ServerBuilder server, Path providers) {
            return server.withoutPack()
                    .provider(jar().orElseThrow(() -> new IllegalStateException("give -D" + PHASETWO_JAR)));
        }

        @Override
        Map<String, String> attributes(URI receiver) {
            return Map.of("_providerConfig.ext-event-http", "{\"targetUri\":\"" + receiver + "\",\"retry\":true}");
        }
    };

    /** The system property that names the peer's JAR. Without it, that variant is left out. */
    static final String PHASETWO_JAR = "phasetwo.jar";

    private final String title;
    private final boolean eventStore;
    private final String listener;

    Variant(String title, boolean eventStore, String listener) {
        this.title = title;
        this.eventStore = eventStore;
        this.listener = listener;
    }

    String title() {
        return title;
    }

    boolean eventStore() {
        return eventStore;
    }

    List<String> listeners() {
        return listener.isEmpty() ? List.of() : List.of(listener);
    }

    boolean isPossible() {
        return this != PHASETWO || jar().isPresent();
    }

    abstract ServerBuilder in(ServerBuilder server, Path providers);

    /** Attributes of the realm. */
    Map<String, String> attributes(URI receiver) {
        return Map.of();
    }

    private static Optional<Path> jar() {
        return Optional.ofNullable(System.getProperty(PHASETWO_JAR)).map(Path::of);
    }
}
