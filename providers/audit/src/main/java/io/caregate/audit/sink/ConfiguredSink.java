package io.caregate.audit.sink;

import java.util.List;
import java.util.function.Function;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/**
 * A sink that the operator has configured.
 *
 * @param destination where it delivers and how, for the server's log; no secret
 * @param opener makes the sink, each time that this node begins to deliver to it, on the sink's own thread and never
 *     twice at once. The session lasts for this call only, has a transaction, and is in the realm {@code master}, so
 *     that {@link KeycloakSession#vault()} answers with {@code master_<key>}. It does no network I/O. After an
 *     exception, it is called again with growing pauses.
 */
public record ConfiguredSink(
        String id, SinkSettings settings, String destination, Function<KeycloakSession, Sink> opener) {
    /**
     * The sinks of one kind that these options ask for, the one without a name first. Warns of options that do not
     * exist, and throws {@link org.keycloak.ServerStartupError} for a value that is not allowed.
     */
    public static List<ConfiguredSink> of(SinkFactory factory, Config.Scope scope) {
        return SinkOptions.given(scope, factory.getId(), factory.names()).stream()
                .map(factory::read)
                .toList();
    }

    /** Makes the sink. */
    public Sink open(KeycloakSession session) {
        return opener.apply(session);
    }
}
