package io.caregate.audit;

import io.caregate.audit.capture.CaptureOptions;
import io.caregate.audit.log.AuditLogProvider;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;

/**
 * The listener {@value #PROVIDER_ID}, which is global: it hears every realm, and no realm's administrator can remove
 * it. An operator who disables it has no audit log, so the log has its options from here.
 */
public final class AuditListenerProviderFactory implements EventListenerProviderFactory {
    /** The id of the listener, and the middle of its options' names. */
    public static final String PROVIDER_ID = CaptureOptions.PROVIDER_ID;

    private @Nullable AuditOptions options;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    /** Keycloak initialises the log before this factory, and closes it after. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(AuditLogProvider.class);
    }

    /** A bad value stops the start before anything is done to the database. */
    @Override
    public void init(Config.Scope scope) {
        options = AuditOptions.read();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return session.getProvider(AuditLogProvider.class).log().listener(session);
    }

    @Override
    public void close() {}

    /** The options of the log. Keycloak initialises every factory before it asks any of them to go on. */
    AuditOptions options() {
        return Objects.requireNonNull(options, "init comes first");
    }
}
