package io.caregate.audit.sink;

import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/**
 * Makes a sink of one kind. Keycloak calls {@link #init} of every factory that it finds, at every start. The log then
 * asks for the {@link #settings()}, and delivers to those that have any. The id is also that of the sink's cursor in
 * the database, so it never changes and has at most {@value #MAX_ID} characters.
 */
public interface SinkFactory extends ProviderFactory<Sink> {
    /** The longest id of a sink. */
    int MAX_ID = 30;

    /**
     * Reads the options. Throws {@link org.keycloak.ServerStartupError}, as {@link SinkOptions} does, for a value that
     * is not allowed, which stops the start. It does no I/O except to read files that options name.
     */
    @Override
    void init(Config.Scope scope);

    /**
     * The settings that the log needs. Empty if the operator set none of the sink's options, so that it is not wanted.
     */
    Optional<SinkSettings> settings();

    /**
     * Makes the sink, each time that this node begins to deliver to it, on the sink's own thread and never twice at
     * once. The session lasts for this call only, has a transaction, and is in the realm {@code master}, so that
     * {@link KeycloakSession#vault()} answers with {@code master_<key>}. Do no network I/O here. After an exception,
     * the call is repeated with growing pauses.
     */
    @Override
    Sink create(KeycloakSession session);

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
