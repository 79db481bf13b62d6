package io.caregate.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.foundation.house.Services;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The ids are part of what operators and other JARs rely on; a change here is a breaking change. */
class ServicesTest {
    private static final List<Class<? extends ProviderFactory<?>>> SPIS =
            List.of(JpaEntityProviderFactory.class, RealmResourceProviderFactory.class);

    @Test
    void theTablesHaveTheirId() {
        assertThat(Services.ids(JpaEntityProviderFactory.class)).containsExactly("caregate-portal");
    }

    @Test
    void theResourcesHaveTheirIds() {
        assertThat(Services.ids(RealmResourceProviderFactory.class))
                .containsExactlyInAnyOrder("caregate", "caregate-portal");
    }

    @Test
    void everyFactoryIsRegistered() {
        Services.assertComplete(SPIS, "io.caregate.portal", "io.caregate.foundation");
    }
}
