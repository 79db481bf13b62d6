package io.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.log.AuditLogProviderFactory;
import io.caregate.audit.read.ClientErrorsProviderFactory;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.foundation.house.Services;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;
import org.keycloak.services.resource.RealmResourceProviderFactory;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;

/** Operators and other JARs rely on the ids, so a change here is a breaking change. */
class ServicesTest {
    private static final List<Class<? extends ProviderFactory<?>>> SPIS = List.of(
            AdminRealmResourceProviderFactory.class,
            AuditLogProviderFactory.class,
            EventListenerProviderFactory.class,
            JpaEntityProviderFactory.class,
            ClientErrorsProviderFactory.class,
            RealmResourceProviderFactory.class,
            SinkFactory.class);

    @Test
    void theListenerIsGlobalAndHasItsId() {
        assertThat(Services.of(EventListenerProviderFactory.class))
                .singleElement()
                .satisfies(listener -> {
                    assertThat(listener.getId()).isEqualTo("caregate-audit");
                    assertThat(listener.isGlobal()).isTrue();
                });
    }

    @Test
    void theTablesHaveTheirId() {
        assertThat(Services.ids(JpaEntityProviderFactory.class)).containsExactly("caregate-audit");
    }

    @Test
    void theResourcesHaveTheirIds() {
        assertThat(Services.ids(RealmResourceProviderFactory.class))
                .containsExactlyInAnyOrder("caregate", "caregate-audit");
    }

    /** That of caregate-policy.jar with the same id has the order 0, and leads to more. */
    @Test
    void theAdministratorsResourcesHaveTheirIdsAndOrders() {
        assertThat(Services.of(AdminRealmResourceProviderFactory.class))
                .extracting(factory -> factory.getId() + " " + factory.order())
                .containsExactlyInAnyOrder("caregate -1", "caregate-audit 0");
    }

    @Test
    void theSinksHaveTheirIds() {
        assertThat(Services.ids(SinkFactory.class))
                .containsExactlyInAnyOrder("elastic", "fhir", "file", "otlp", "splunk", "syslog", "webhook");
    }

    @Test
    void theLogHasItsId() {
        assertThat(Services.ids(AuditLogProviderFactory.class)).containsExactly("caregate-audit");
    }

    @Test
    void theErrorsOfClientsHaveTheirId() {
        assertThat(Services.ids(ClientErrorsProviderFactory.class)).containsExactly("caregate-audit");
    }

    /** A sink may be in another JAR; the log may not. */
    @Test
    void theSpisHaveTheirNames() {
        assertThat(ServiceLoader.load(Spi.class).stream()
                        .filter(spi -> spi.type().getName().startsWith("io.caregate."))
                        .map(ServiceLoader.Provider::get)
                        .map(spi -> spi.getName() + " internal=" + spi.isInternal()))
                .containsExactlyInAnyOrder(
                        "caregate-audit-log internal=true",
                        "caregate-audit-sink internal=false",
                        "caregate-client-errors internal=true");
    }

    @Test
    void everyFactoryIsRegistered() {
        Services.assertComplete(SPIS, "io.caregate.audit", "io.caregate.foundation");
    }
}
