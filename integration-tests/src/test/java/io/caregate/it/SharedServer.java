package io.caregate.it;

import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Keycloak with the pack for a whole fork of the test run: started when the first test asks for a {@link Keycloak},
 * closed when the last one is through. It has no realm but {@code master}; each test makes its own {@link TestRealm}. A
 * test that needs other options, another database or a crash starts a server of its own with {@link #builder()}.
 */
public final class SharedServer implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedServer.class);

    /** A server from what the build has left, of the Keycloak version under test. */
    public static ServerBuilder builder() {
        // An option of the build: all servers have it, so that they can share a built copy.
        return KeycloakServer.in(Folders.server())
                .option("--metrics-enabled=true")
                .bootstrapped();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Keycloak.class;
    }

    @Override
    public Keycloak resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // A fork may run each class as a test plan of its own, all of them in one session.
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(Running.class, key -> new Running(), Running.class)
                .keycloak;
    }

    /** What the store keeps, and closes in the end. */
    private static final class Running implements AutoCloseable {
        private final CibaDevice cibaDevice = new CibaDevice();
        private final KeycloakServer server = builder()
                .option(cibaDevice.option())
                .option("--spi-realm-restapi-extension--caregate--clients-per-hour=1000")
                .start();
        private final Keycloak keycloak = new Keycloak(server, cibaDevice);

        @Override
        public void close() {
            server.close();
            cibaDevice.close();
        }
    }
}
