package io.caregate.audit.sink;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/**
 * Makes the sinks of one kind, of which the operator may configure any number. The id of the factory is that of the
 * kind. A sink without a name has the same id, one with a name {@code <kind>-<name>}. The id is also that of the sink's
 * cursor in the database, so it never changes and has at most {@value #MAX_ID} characters.
 */
public abstract class SinkFactory implements ProviderFactory<Sink> {
    /** The longest id of a sink. */
    public static final int MAX_ID = 30;

    private final String id;
    private final List<String> names;

    /**
     * Takes the kind of its sinks, and the names of the options that each of them has, other than
     * {@link SinkOptions#COMMON those of every sink}.
     */
    protected SinkFactory(String id, List<String> names) {
        this.id = id;
        this.names = List.copyOf(names);
    }

    @Override
    public final String getId() {
        return id;
    }

    /** The names of the options of a sink of this kind, other than {@link SinkOptions#COMMON those of every sink}. */
    public final List<String> names() {
        return names;
    }

    /**
     * Reads the options of one sink. Called once for each sink that the operator configured, at every start. Throws
     * {@link org.keycloak.ServerStartupError}, as {@link SinkOptions} does, for a value that is not allowed, which
     * stops the start. It does no I/O except to read files that options name. Answers with {@link SinkOptions#sink}.
     */
    public abstract ConfiguredSink read(SinkOptions options);

    @Override
    public void init(Config.Scope scope) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    /** Nobody asks a session for a sink: the log opens those that are configured. */
    @Override
    public Sink create(KeycloakSession session) {
        throw new UnsupportedOperationException("the audit log opens the sinks that are configured");
    }

    @Override
    public void close() {}
}
