package io.caregate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.caregate.audit.sink.SinkFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The ids are part of what operators and other JARs rely on; a change here is a breaking change. */
class ServicesTest {
    private static final List<Class<? extends ProviderFactory<?>>> SPIS = List.of(
            EventListenerProviderFactory.class,
            JpaEntityProviderFactory.class,
            RealmResourceProviderFactory.class,
            SinkFactory.class);

    @Test
    void theListenerIsGlobalAndHasItsId() {
        assertThat(ours(EventListenerProviderFactory.class)).singleElement().satisfies(listener -> {
            assertThat(listener.getId()).isEqualTo("caregate-audit");
            assertThat(listener.isGlobal()).isTrue();
        });
    }

    @Test
    void theTablesHaveTheirId() {
        assertThat(ids(JpaEntityProviderFactory.class)).containsExactly("caregate-audit");
    }

    @Test
    void theResourcesHaveTheirIds() {
        assertThat(ids(RealmResourceProviderFactory.class)).containsExactlyInAnyOrder("caregate", "caregate-audit");
    }

    @Test
    void theSinksHaveTheirIds() {
        assertThat(ids(SinkFactory.class)).containsExactlyInAnyOrder("fhir", "file", "syslog", "webhook");
        assertThat(ServiceLoader.load(Spi.class).stream()
                        .filter(spi -> spi.type().getName().startsWith("io.caregate."))
                        .map(spi -> spi.get().getName()))
                .containsExactly("caregate-audit-sink");
    }

    @Test
    void everyFactoryIsRegistered() {
        List<String> registered = new ArrayList<>();
        SPIS.forEach(spi ->
                ours(spi).forEach(factory -> registered.add(factory.getClass().getName())));
        List<String> written = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.caregate.audit", "io.caregate.foundation")
                        .stream()
                        .filter(type -> type.isAssignableTo(ProviderFactory.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(type -> type.getName())
                        .toList();
        assertThat(registered).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(registered)).isEqualTo(new TreeSet<>(written));
    }

    private static <F extends ProviderFactory<?>> List<F> ours(Class<F> spi) {
        return ServiceLoader.load(spi).stream()
                .filter(provider -> provider.type().getName().startsWith("io.caregate."))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static <F extends ProviderFactory<?>> List<String> ids(Class<F> spi) {
        return ours(spi).stream().map(ProviderFactory::getId).toList();
    }
}
