package io.caregate.it.audit.faulty;

import jakarta.persistence.EntityManager;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Another vendor's listener, which fails in the way that the request asks for in the header {@value #HEADER}: a value
 * of {@link Fault}. It is packed into a separate JAR, and so uses only Keycloak's classes.
 */
public final class FaultyListenerFactory implements EventListenerProviderFactory {
    /** The header that names the fault. */
    public static final String HEADER = "X-Fault";

    private static final int SECONDS = 3;

    @Override
    public String getId() {
        return "faulty";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private static final class Listener implements EventListenerProvider {
        private final KeycloakSession session;

        Listener(KeycloakSession session) {
            this.session = session;
        }

        @Override
        public void onEvent(Event event) {
            fail();
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            fail();
        }

        @Override
        public void close() {}

        private void fail() {
            String fault =
                    session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HEADER);
            if (fault != null) {
                Fault.valueOf(fault).happen(session);
            }
        }
    }

    /** The kinds of faults. */
    public enum Fault {
        THROWS {
            @Override
            void happen(KeycloakSession session) {
                throw new IllegalStateException("thrown by another listener");
            }
        },
        BREAKS {
            @Override
            void happen(KeycloakSession session) {
                throw new NoClassDefFoundError("thrown by another listener");
            }
        },
        FLUSHES_BAD_SQL {
            @Override
            void happen(KeycloakSession session) {
                EntityManager database =
                        session.getProvider(JpaConnectionProvider.class).getEntityManager();
                database.createNativeQuery("INSERT INTO NO_SUCH_TABLE VALUES (1)")
                        .executeUpdate();
            }
        },
        FAILS_AT_COMMIT {
            @Override
            void happen(KeycloakSession session) {
                session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
                    @Override
                    protected void commitImpl() {
                        throw new IllegalStateException("thrown at the commit by another listener");
                    }

                    @Override
                    protected void rollbackImpl() {}
                });
            }
        },
        SLEEPS {
            @Override
            void happen(KeycloakSession session) {
                try {
                    new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };

        abstract void happen(KeycloakSession session);
    }
}
